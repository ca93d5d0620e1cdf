import { createConnection } from "mysql2/promise";
import { connectionOptions } from "../connectionOptions";
import { parseDatabaseUrl } from "../databaseUrl";

/** Logs in and asks for an answer. Throws the driver's error when that does not work within `timeoutMs`. */
export async function probe(url: string, timeoutMs = 2_000): Promise<void> {
  const connection = await createConnection({
    ...connectionOptions(parseDatabaseUrl(url)),
    connectTimeout: timeoutMs,
  });
  try {
    await connection.query({ sql: "SELECT 1", timeout: timeoutMs });
  } finally {
    connection.destroy();
  }
}

/** Whether the server of this URL answers. */
export async function answers(url: string): Promise<boolean> {
  try {
    await probe(url);
    return true;
  } catch {
    return false;
  }
}
