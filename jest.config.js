/** Tests run the compiled tree: what is tested is what is shipped. */
module.exports = {
  testEnvironment: 'node',
  rootDir: __dirname,
  testMatch: ['**/dist/**/*.test.js'],
  testPathIgnorePatterns: ['/node_modules/'],
  transform: {},
  testTimeout: 30_000,
};
