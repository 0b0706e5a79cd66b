import { rawTimeZones } from "@vvo/tzdb";
import { nearest } from "./nearest.ts";

/** A name in a comparable form: in lower case, without region, with spaces for underscores. */
const plain = (name: string): string =>
  name
    .slice(name.lastIndexOf("/") + 1)
    .replaceAll("_", " ")
    .toLowerCase();

/**
 * The IANA time zone that an unknown name was meant to be: the zone of that name or large city (`Asia/Beijing`), the
 * most populous zone of that country (`Germany`), or the nearest name; `undefined` when nothing is near.
 */
export function zoneMeant(name: string): string | undefined {
  const offset = /^(?:GMT|UTC)([+-])0?(\d{1,2})(?::?00)?$/i.exec(name);
  // The signs of these names follow POSIX: Etc/GMT-8 is eight hours ahead.
  if (offset) return fixedZone(`Etc/GMT${offset[1] === "+" ? "-" : "+"}${offset[2]}`);
  const wanted = plain(name);
  const ianaNames = Intl.supportedValuesOf("timeZone");
  return (
    ianaNames.find((zone) => plain(zone) === wanted) ??
    rawTimeZones.find(({ mainCities }) => mainCities.some((city) => city.toLowerCase() === wanted))?.name ??
    // The package lists the zones of a country by population.
    rawTimeZones.find(({ countryName }) => countryName.toLowerCase() === wanted)?.name ??
    nearest(name, ianaNames) ??
    cityNear(wanted)
  );
}

const fixedZone = (name: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone && name;
  } catch {
    return undefined;
  }
};

/** The zone of the large city with the nearest name. */
function cityNear(wanted: string): string | undefined {
  const zones = new Map(
    rawTimeZones.flatMap(({ name, mainCities }) => mainCities.map((city) => [city, name] as const)),
  );
  const city = nearest(wanted, zones.keys());
  return city === undefined ? undefined : zones.get(city);
}
