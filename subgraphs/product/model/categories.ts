import { asc, inArray, isNull } from "drizzle-orm";
import type { Database, DatabaseExecutor } from "@micro-shop/common/database/pool";
import { formatId, parseId } from "@micro-shop/common/ids";
import type { RowDataPacket } from "mysql2/promise";
import { category } from "./tables";

export type CategoryRow = typeof category.$inferSelect;

/** Most categories one statement answers: the menu of a shop, not a catalogue. */
const MAX_CATEGORIES = 1000;

export function readCategories(
  executor: DatabaseExecutor,
  ids: readonly string[],
): Promise<CategoryRow[]> {
  return executor
    .select()
    .from(category)
    .where(inArray(category.id, [...ids]));
}

/** The categories without a parent, in menu order. */
export function readTopCategories(executor: DatabaseExecutor): Promise<CategoryRow[]> {
  return executor
    .select()
    .from(category)
    .where(isNull(category.parentId))
    .orderBy(asc(category.position), asc(category.id))
    .limit(MAX_CATEGORIES);
}

/** The children of all these categories: one statement a level of the tree. */
export function readChildCategories(
  executor: DatabaseExecutor,
  parentIds: readonly string[],
): Promise<CategoryRow[]> {
  return executor
    .select()
    .from(category)
    .where(inArray(category.parentId, [...parentIds]))
    .orderBy(asc(category.position), asc(category.id))
    .limit(MAX_CATEGORIES);
}

/** The category with all its descendants; empty when there is none. `union` ends on a cycle, were there one. */
export async function readSubtreeIds(database: Database, id: string): Promise<readonly string[]> {
  const [rows] = await database.pool.execute<(RowDataPacket & { id: Buffer })[]>(
    `with recursive subtree (id) as (
       select id from category where id = ?
       union
       select child.id from category child join subtree on child.parent_id = subtree.id
     )
     select id from subtree limit ${MAX_CATEGORIES}`,
    [parseId(id)],
  );
  return rows.map((row) => formatId(row.id));
}
