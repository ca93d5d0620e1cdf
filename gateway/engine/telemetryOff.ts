// @apollo/gateway reports its use to Apollo unless this is set before it is constructed. Import this file first.
process.env["APOLLO_TELEMETRY_DISABLED"] = "1";
