import { setUpDatabaseServer } from "./databaseServerRun";

// jest's globalSetup wants the module to be the function.
export = setUpDatabaseServer;
