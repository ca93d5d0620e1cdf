/** Tests run the compiled tree: what is tested is what is shipped. */
module.exports = {
  testEnvironment: 'node',
  rootDir: __dirname,
  testMatch: ['**/dist/**/*.test.js'],
  // Long suites have scripts of their own, which give this list anew: `npm run test:image`.
  testPathIgnorePatterns: ['/node_modules/', '/tests/deployment/image/'],
  transform: {},
  testTimeout: 30_000,
  maxWorkers: 2,
  // One database server per run; without one the run fails, it does not skip.
  globalSetup: '<rootDir>/subgraphs/common/dist/testing/databaseServerSetup.js',
  globalTeardown: '<rootDir>/subgraphs/common/dist/testing/databaseServerTeardown.js',
};
