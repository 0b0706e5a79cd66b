import { ApiError } from "../../core/error.ts";

/**
 * The search language: words and fields, joined by and, or, not.
 * @see https://www.alibabacloud.com/help/en/sls/query-syntax
 */
export type Query =
  | { readonly kind: "all" }
  | { readonly kind: "and" | "or"; readonly parts: readonly Query[] }
  | { readonly kind: "not"; readonly part: Query }
  /** Words in any field, or in one. A phrase wants them side by side. */
  | { readonly kind: "text"; readonly field?: string; readonly text: string; readonly phrase: boolean }
  | { readonly kind: "exists"; readonly field: string }
  | { readonly kind: "compare"; readonly field: string; readonly tests: readonly Test[] };

export interface Test {
  readonly operator: ">" | ">=" | "<" | "<=" | "=";
  readonly value: number;
}

/** @throws ApiError InvalidQueryString, NotSupported for what comes behind a `|` (analysis in SQL) */
export function parseQuery(text: string): Query {
  const tokens = tokenize(text);
  if (tokens.some(({ kind, text }) => kind === "sign" && text === "|")) {
    throw new ApiError(400, "NotSupported", "the emulator searches; it does not run analysis statements behind a |");
  }
  if (tokens.length === 0) return { kind: "all" };
  const parser = new Parser(tokens, text);
  return parser.whole();
}

interface Token {
  readonly kind: "word" | "quoted" | "phrase" | "sign";
  readonly text: string;
}

const TOKEN = /\s+|(#?)"((?:\\.|[^"\\])*)"|(>=|<=|[()[\]:><=|])|((?:\\.|[^\s"()[\]:><=|])+)/gy;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw malformed(text, `unexpected ${text.slice(at, at + 10)}`);
    const [, hash, quoted, sign, word] = match;
    if (quoted !== undefined) tokens.push({ kind: hash ? "phrase" : "quoted", text: plain(quoted) });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else if (word !== undefined) tokens.push({ kind: "word", text: plain(word) });
  }
  return tokens;
}

const plain = (text: string): string => text.replace(/\\(.)/g, "$1");

const malformed = (query: string, why: string): ApiError =>
  new ApiError(400, "InvalidQueryString", `query ${JSON.stringify(query)} is invalid: ${why}`);

class Parser {
  readonly #tokens: readonly Token[];
  readonly #query: string;
  #at = 0;

  constructor(tokens: readonly Token[], query: string) {
    this.#tokens = tokens;
    this.#query = query;
  }

  whole(): Query {
    const query = this.#or();
    const rest = this.#tokens[this.#at];
    if (rest) throw malformed(this.#query, `unexpected ${rest.text}`);
    return query;
  }

  #or(): Query {
    const parts = [this.#and()];
    while (this.#takeKeyword("or")) parts.push(this.#and());
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "or", parts };
  }

  /** Words side by side are joined by `and`, too. */
  #and(): Query {
    const parts = [this.#not()];
    while (this.#takeKeyword("and") || this.#startsTerm()) parts.push(this.#not());
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "and", parts };
  }

  #not(): Query {
    if (this.#takeKeyword("not")) return { kind: "not", part: this.#not() };
    if (this.#takeSign("(")) {
      const inner = this.#or();
      if (!this.#takeSign(")")) throw malformed(this.#query, "a parenthesis is not closed");
      return inner;
    }
    return this.#term();
  }

  #term(): Query {
    const { kind, text } = this.#operand();
    if (kind !== "phrase") {
      if (this.#takeSign(":")) return this.#fieldText(text);
      const operator = this.#takeOperator();
      if (operator) return { kind: "compare", field: text, tests: [{ operator, value: this.#number() }] };
      if (this.#takeKeyword("in")) return this.#range(text);
    }
    if (kind === "word" && text === "*") return { kind: "all" };
    return { kind: "text", text, phrase: kind === "phrase" };
  }

  #fieldText(field: string): Query {
    // Names of tags hold colons themselves: `__tag__:__client_ip__: 10.0.0.1`.
    if (field === "__tag__" && this.#peekSign(":", 1)) {
      const name = this.#operand().text;
      this.#takeSign(":");
      return this.#fieldText(`__tag__:${name}`);
    }
    const operator = this.#takeOperator();
    if (operator) return { kind: "compare", field, tests: [{ operator, value: this.#number() }] };
    const { kind, text } = this.#operand();
    if (kind === "word" && text === "*") return { kind: "exists", field };
    return { kind: "text", field, text, phrase: kind === "phrase" };
  }

  #range(field: string): Query {
    const open = this.#takeSign("[") ? ">=" : this.#takeSign("(") ? ">" : undefined;
    if (!open) throw malformed(this.#query, "in wants a range such as [200 299]");
    const from = this.#number();
    const to = this.#number();
    const close = this.#takeSign("]") ? "<=" : this.#takeSign(")") ? "<" : undefined;
    if (!close) throw malformed(this.#query, "a range is not closed");
    return {
      kind: "compare",
      field,
      tests: [
        { operator: open, value: from },
        { operator: close, value: to },
      ],
    };
  }

  #number(): number {
    const { text } = this.#operand();
    const value = Number(text);
    if (text === "" || Number.isNaN(value)) throw malformed(this.#query, `${text} is not a number`);
    return value;
  }

  #operand(): Token {
    const token = this.#tokens[this.#at++];
    if (!token || token.kind === "sign")
      throw malformed(this.#query, `a word is missing ${token ? `before ${token.text}` : "at its end"}`);
    return token;
  }

  #startsTerm(): boolean {
    const token = this.#tokens[this.#at];
    if (!token) return false;
    if (token.kind === "sign") return token.text === "(";
    return token.kind !== "word" || !/^(and|or)$/i.test(token.text);
  }

  #takeKeyword(word: string): boolean {
    const token = this.#tokens[this.#at];
    const found = token?.kind === "word" && token.text.toLowerCase() === word;
    if (found) this.#at++;
    return found;
  }

  #peekSign(sign: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === "sign" && token.text === sign;
  }

  #takeSign(sign: string): boolean {
    const found = this.#peekSign(sign);
    if (found) this.#at++;
    return found;
  }

  #takeOperator(): Test["operator"] | undefined {
    const operators = [">=", "<=", ">", "<", "="] as const;
    return operators.find((operator) => this.#takeSign(operator));
  }
}
