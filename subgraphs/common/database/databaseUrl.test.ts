import { DatabaseUrlError, formatDatabaseUrl, parseDatabaseUrl } from "./databaseUrl";

test("a URL names host, port, user, password and database", () => {
  expect(parseDatabaseUrl("mysql://mall:p%40ss@db.example:3307/mall_user")).toEqual({
    host: "db.example",
    port: 3307,
    user: "mall",
    password: "p@ss",
    database: "mall_user",
    socketPath: null,
    ssl: false,
  });
});

test("the port defaults to 3306, the database to none", () => {
  expect(parseDatabaseUrl("mysql://root@localhost")).toMatchObject({
    port: 3306,
    database: "",
    password: "",
  });
});

test.each([
  "mysql://u:p%40%2F%3A%25%3F%23'\"@h:3306/d",
  "mysql://u@localhost/d?socketPath=%2Ftmp%2Fa+b%2Fdb.sock",
  "mysql://u:p@[::1]:3307/d?ssl=true",
])("%s is read back the same after writing", (url) => {
  const address = parseDatabaseUrl(url);
  expect(parseDatabaseUrl(formatDatabaseUrl(address))).toEqual(address);
});

test.each([
  ["", "malformed"],
  ["localhost:3306", "mysql://"],
  ["postgres://u@h/d", "mysql://"],
  ["mysql://h/d", "no user"],
  ["mysql://u:p%zz@h/d", "percent-encoding"],
  ["mysql://u@h/d/e", "more than one"],
  ["mysql://u@h/d?allowLocalInfile=true", "allowLocalInfile"],
  ["mysql://u:secret@h:99999/d", "malformed"],
])("%s is refused, because it %s", (url, reason) => {
  const read = () => parseDatabaseUrl(url);
  expect(read).toThrow(DatabaseUrlError);
  expect(read).toThrow(new RegExp(reason));
  expect(read).not.toThrow(/secret/);
});
