# Tidings in a container: built in the first stage, run in the second as a user who may write to /tidings/data only.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
# npm keeps TypeScript, which a package of mjml's tree could use. This Node takes better-sqlite3-13, which brings its
# builds along: neither 12 is needed, nor SQLite's source.
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && cd node_modules \
  && rm -rf typescript @typescript better-sqlite3 better-sqlite3-13/deps better-sqlite3-13/src

FROM node:22-bookworm-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json sources.yaml sources.schema.json .env.example ./
COPY templates ./templates
# The folder that --dir names: sources.yaml is mounted into it, data/ is a volume.
RUN ln -s /app/dist/main.js /usr/local/bin/tidings && install -d -o node -g node -m 700 /tidings/data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
USER node
WORKDIR /tidings
VOLUME /tidings/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tidings"]
CMD ["serve"]
