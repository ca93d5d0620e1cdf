import { generateKeyPairSync } from "node:crypto";
import { z } from "zod";
import { loadConfig } from "../settings";
import { readTokenKey, tokenKeyFromSeed, tokenKeySetting } from "./tokenKey";

const shape = z.object({ TOKEN_KEY: tokenKeySetting() });
const pem = tokenKeyFromSeed(Buffer.alloc(32, 7));

describe("the token key", () => {
  it("is the same for the same seed, with the same id", async () => {
    expect(tokenKeyFromSeed(Buffer.alloc(32, 7))).toBe(pem);
    expect(tokenKeyFromSeed(Buffer.alloc(32, 8))).not.toBe(pem);
    expect((await readTokenKey(pem)).keyId).toBe((await readTokenKey(pem)).keyId);
  });

  it("is read from a setting with real or written line breaks", () => {
    for (const text of [pem, pem.replaceAll("\n", "\\n")]) {
      expect(loadConfig(shape, { TOKEN_KEY: text }).TOKEN_KEY).toBe(pem);
    }
  });

  it("is refused when it is no Ed25519 key, without being quoted", async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const elliptic = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    for (const text of ["hunter2", elliptic]) {
      const load = () => loadConfig(shape, { TOKEN_KEY: text });
      expect(load).toThrow(/^Bad settings:\n {2}TOKEN_KEY is no Ed25519 private key .*`openssl/);
      await expect(readTokenKey(text)).rejects.toThrow(RangeError);
    }
  });
});
