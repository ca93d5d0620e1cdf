/** Tests run the compiled tree: what is tested is what is shipped. */
module.exports = {
  // Libraries are loaded once per worker, our own modules once per test file.
  testEnvironment: '<rootDir>/subgraphs/common/dist/testing/jest/oneRealmEnvironment.js',
  runtime: '<rootDir>/subgraphs/common/dist/testing/jest/librariesOnceRuntime.js',
  rootDir: __dirname,
  testSequencer: '<rootDir>/subgraphs/common/dist/testing/jest/longestFirstSequencer.js',
  testMatch: ['**/dist/**/*.test.js'],
  // Long suites have scripts of their own, which give this list anew: `npm run test:image`, `test:browser`, `test:fault:short`.
  testPathIgnorePatterns: ['/node_modules/', '/tests/deployment/image/', '/tests/browser/', '/tests/fault/fault.test'],
  transform: {},
  testTimeout: 30_000,
  maxWorkers: 2,
  // Every file loads its modules anew and a worker keeps them: past this, collecting garbage costs more than a new worker.
  workerIdleMemoryLimit: '600MB',
  // One database server per run; without one the run fails, it does not skip.
  globalSetup: '<rootDir>/subgraphs/common/dist/testing/databaseServerSetup.js',
  globalTeardown: '<rootDir>/subgraphs/common/dist/testing/databaseServerTeardown.js',
};
