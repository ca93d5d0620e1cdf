import { tearDownDatabaseServer } from "./databaseServerRun";

// jest's globalTeardown wants the module to be the function.
export = tearDownDatabaseServer;
