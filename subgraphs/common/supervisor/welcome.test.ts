import { welcome } from "./welcome";

const url = "http://127.0.0.1:4000";

describe("the welcome", () => {
  it("names the endpoint and the data of every mall", () => {
    const text = welcome({ url, dataDir: "/data", demo: false, playground: false });
    expect(text).toContain(`Endpoint     ${url}/graphql\n  Data, logs   /data\n`);
    expect(text).not.toMatch(/undefined|\n\n\n/);
  });

  it("names logins and the example only where there is demo data, the playground only where it is served", () => {
    const full = welcome({ url, dataDir: "/data", demo: true, playground: true });
    const bare = welcome({ url, dataDir: "/data", demo: false, playground: false });
    for (const text of ["customer@example.com", "npm run example", `${url}/playground/`]) {
      expect([text, full.includes(text), bare.includes(text)]).toEqual([text, true, false]);
    }
    expect(full).not.toMatch(/\n\n\n/);
  });
});
