import { join } from "node:path";

/** Where the built page lies, beside the compiled server: whoever copies dist copies the playground. */
export const bundleFolder = join(__dirname, "bundle");

/** Name of the file in the bundle that tells which sources it was built from. */
export const fingerprintFile = "fingerprint.txt";
