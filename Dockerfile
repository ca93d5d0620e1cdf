# One image for every service; the command chooses which one runs (see docker-compose.yml).

FROM node:20-bookworm-slim AS manifests
WORKDIR /app
# Only what npm reads, so that the layers with the dependencies change with these files alone.
COPY package.json package-lock.json .npmrc ./
COPY gateway/package.json gateway/
COPY schema/package.json schema/
COPY client-sdk/package.json client-sdk/
COPY subgraphs/common/package.json subgraphs/common/
COPY subgraphs/demo-world/package.json subgraphs/demo-world/
COPY subgraphs/user/package.json subgraphs/user/
COPY subgraphs/product/package.json subgraphs/product/
COPY subgraphs/order/package.json subgraphs/order/
COPY subgraphs/pay/package.json subgraphs/pay/
COPY subgraphs/marketing/package.json subgraphs/marketing/
COPY subgraphs/invariants/package.json subgraphs/invariants/

FROM manifests AS build
RUN npm install --no-audit --no-fund
COPY . .
RUN npm run build
# What runs, without sources, tests and benchmarks, in one folder.
RUN mkdir image \
    && cp -r --parents gateway/dist subgraphs/*/dist subgraphs/*/model/migrations schema/supergraph.graphql image \
    && find image -depth \( -path '*/dist/tests' -o -path '*/dist/testing' -o -path '*/dist/bench' -o -name '*.test.*' -o -name '*.tsbuildinfo' \) -exec rm -r {} +

FROM manifests AS dependencies
# Neither schema (a build tool) nor client-sdk (for clients) runs here.
RUN npm install --omit=dev --no-audit --no-fund --workspace=gateway --workspace=subgraphs/common \
    --workspace=subgraphs/demo-world --workspace=subgraphs/user --workspace=subgraphs/product \
    --workspace=subgraphs/order --workspace=subgraphs/pay --workspace=subgraphs/marketing \
    --workspace=subgraphs/invariants

FROM node:20-bookworm-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app ./
COPY --from=build /app/image ./
# Everything belongs to root and stays as it is: a service writes nothing into its own folder.
USER node
EXPOSE 4000
CMD ["node", "gateway/dist/main.js"]
