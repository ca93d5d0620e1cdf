import { Fault } from "@micro-shop/common/errors";
import type { Caller } from "@micro-shop/common/graphql/requestContext";
import { GraphQLError } from "graphql";
import type { Resolvers } from "./fakeSubgraph";
import { createJournal, type Journal } from "./journal";

/** A small supergraph with nothing of the mall in it: books of one subgraph, their people of another. */

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@tag", "@authenticated", "@requiresScopes", "@shareable", "@listSize"])`;

export const booksSdl = `${link}
  type Book @key(fields: "id") { id: ID! title: String! author: Author next: Book
    related(first: Int!): [Book!]! @listSize(slicingArguments: ["first"]) }
  type Author @key(fields: "id", resolvable: false) { id: ID! }
  type BookEvent { id: ID! version: Int! }
  type BookChange { event: BookEvent! book: Book! }
  type Shelf { books: [Book!]! }
  type Query { books: [Book!]! @listSize(assumedSize: 5) book(id: ID!): Book shelf: Shelf fail(how: String!): String
    catalogue(first: Int! = 10): [Book!]!
      @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
  type Mutation { addBook(title: String!): Book signIn(name: String!): String @tag(name: "sensitive") }
  type Subscription {
    bookChanged(id: ID!, after: ID): BookChange @authenticated
    bookCounted: Int
    refused: Int
  }`;

export const peopleSdl = `${link}
  type Author @key(fields: "id") { id: ID! name: String }
  type Book @key(fields: "id") { id: ID! readers: Int }
  type Viewer { id: ID scopes: [String!]! address: String! }
  type Query { me: Viewer secret: String @requiresScopes(scopes: [["secret:read"]]) }`;

const titles = ["Middlemarch", "Dubliners"];
const manyBooks = (_source: unknown, { first }: { first: number }) =>
  Array.from({ length: first }, (_unused, index) => ({
    id: String(index + 1),
    title: `Volume ${index + 1}`,
    author: { id: `a${index % 3}` },
  }));
const bookOf = (id: string, title: string | undefined) =>
  title === undefined ? null : { id, title, author: { id: `a${id}` } };

export interface Library {
  /** Events of book 1. */
  readonly changes: Journal;
  readonly counts: Journal;
}

export function createLibrary(): Library {
  return { changes: createJournal(), counts: createJournal() };
}

export function booksResolvers({ changes, counts }: Library): Resolvers {
  return {
    Query: {
      books: () => titles.map((title, index) => bookOf(String(index + 1), title)),
      book: (_source: unknown, { id }: { id: string }) => bookOf(id, titles[Number(id) - 1]),
      catalogue: manyBooks,
      shelf: () => ({ books: [] }),
      fail: (_source: unknown, { how }: { how: string }) => fail(how),
    },
    Book: { related: manyBooks },
    Mutation: {
      addBook: (_source: unknown, { title }: { title: string }) => bookOf("9", title),
      signIn: (_source: unknown, { name }: { name: string }) => name,
    },
    Subscription: {
      bookChanged: {
        subscribe: (_source: unknown, { after }: { after?: string }) => changes.read(after ?? null),
        resolve: ({ id, value }: { id: string; value: unknown }) => ({
          event: { id, version: Number(id) },
          book: bookOf("1", String(value)),
        }),
      },
      bookCounted: {
        subscribe: () => counts.read(null),
        resolve: ({ value }: { value: unknown }) => value,
      },
      refused: {
        subscribe: () => {
          throw new GraphQLError("Not for you at http://10.0.0.1.", {
            extensions: { code: "FORBIDDEN" },
          });
        },
      },
    },
  };
}

export const peopleResolvers: Resolvers = {
  Query: {
    me: (_source: unknown, _arguments: unknown, { caller }: { caller: Caller }) => ({
      id: caller.user?.id ?? null,
      scopes: [...(caller.user?.scopes ?? [])],
      address: caller.clientAddress,
    }),
    secret: () => "the secret",
  },
  Author: {
    __resolveReference: ({ id }: { id: string }) => ({ id, name: `Author ${id}` }),
  },
  Book: {
    __resolveReference: ({ id }: { id: string }) => ({ id, readers: Number(id) * 10 }),
  },
};

function fail(how: string): never {
  if (how === "forbidden") {
    throw new GraphQLError("Only the owner may see this.", { extensions: { code: "FORBIDDEN" } });
  }
  if (how === "unavailable") {
    throw new GraphQLError("connect ECONNREFUSED 10.0.0.1:3306", {
      extensions: { code: "UNAVAILABLE" },
    });
  }
  if (how === "fault") throw new Fault("INTERNAL");
  throw new Error("SELECT * FROM books failed at http://10.0.0.1/ with stack");
}
