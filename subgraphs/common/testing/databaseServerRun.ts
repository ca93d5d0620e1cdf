import { startTestDatabaseServer, type TestDatabaseServer } from "./databaseServer";

/** Administrator's URL of the run's server. Set beforehand, it names a server to use instead of an own one. */
const TEST_DATABASE_URL = "TEST_DATABASE_URL";

const running: { server: TestDatabaseServer | null } = { server: null };

/** jest's globalSetup: the workers inherit the URL through the environment. Failing here fails the run. */
export async function setUpDatabaseServer(): Promise<void> {
  if (process.env[TEST_DATABASE_URL] !== undefined) return;
  running.server = await startTestDatabaseServer((step) =>
    process.stderr.write(`tests: ${step}\n`),
  );
  process.env[TEST_DATABASE_URL] = running.server.adminUrl;
}

/** Stops what `setUpDatabaseServer` started. */
export async function tearDownDatabaseServer(): Promise<void> {
  if (running.server === null) return;
  await running.server.stop();
  running.server = null;
  delete process.env[TEST_DATABASE_URL];
}
