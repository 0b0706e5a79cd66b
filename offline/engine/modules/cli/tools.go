//go:build tools

// Package tools keeps the Pulumi command among this module's requirements, so that `go mod tidy` leaves it there.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
