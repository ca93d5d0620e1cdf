import { parseDependencies } from "./apt";

test("of alternatives the first is taken, virtual packages are not", () => {
  const text = [
    "mariadb-server-core",
    "  Depends: mariadb-common",
    "  PreDepends: libc6",
    " |Depends: libsystemd0",
    "  Depends: libelogind0",
    "  Depends: <debconf-2.0>",
    "  Depends: libaio1t64",
    "  Conflicts: <mysql-server-8.0>",
    "  Replaces: mariadb-server",
    "    mariadb-server-core",
  ].join("\n");
  expect(parseDependencies(text)).toEqual(["mariadb-common", "libc6", "libsystemd0", "libaio1t64"]);
});
