//go:build tools

// Package tools keeps the Node.js language host among this module's requirements, so that `go mod tidy` leaves it there.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
