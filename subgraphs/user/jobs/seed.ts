import { insertInParts, isSeeded, seedOnce } from "@micro-shop/common/database/seedOnce";
import type { Database } from "@micro-shop/common/database/pool";
import { StartProblem } from "@micro-shop/common/startProblem";
import { createDemoWorld, DEMO_PASSWORD, demoUsers } from "@micro-shop/demo-world";
import { hashPassword } from "../logic/passwords";
import { addresses, favorites, userRoles, users } from "../model/tables";

const SEED = "demo-world";

/** Throws a StartProblem when the demo users are in: everybody knows their password, the administrator's too. */
export async function refuseDemoUsers(database: Database): Promise<void> {
  if (!(await isSeeded(database, SEED))) return;
  throw new StartProblem(
    `The database ${database.name} holds the demo shop, whose passwords everybody knows. ` +
      "For production give another one by DATABASE_URL, or an empty data folder by DATA_DIR.",
  );
}

/** Puts the demo users in, once. Answers whether it did. */
export async function seedUsers(database: Database, now: Date): Promise<boolean> {
  return seedOnce(database, SEED, async (transaction) => {
    const world = demoUsers(createDemoWorld(now));
    // All demo logins share one password, so one hash serves them all.
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    await insertInParts(world.users, (part) =>
      transaction.insert(users).values(
        part.map((user) => ({
          ...user,
          passwordHash,
          disabledAt: user.status === "DISABLED" ? user.createdAt : null,
        })),
      ),
    );
    const roles = world.users.flatMap((user) =>
      user.roles.map((role) => ({ userId: user.id, role })),
    );
    await insertInParts(roles, (part) => transaction.insert(userRoles).values(part));
    await insertInParts(world.addresses, (part) => transaction.insert(addresses).values([...part]));
    await insertInParts(world.favorites, (part) => transaction.insert(favorites).values([...part]));
  });
}
