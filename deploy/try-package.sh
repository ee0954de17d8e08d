#!/usr/bin/env bash
# Packs, installs the tarball into an empty folder and runs the sample there, as somebody does who has nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" >/dev/null
cd "$folder"
npm install --no-audit --no-fund --prefer-offline ./tidings-*.tgz
npx tidings init
npx tidings run --sample --json | node -e 'const { issue } = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(issue.id)'
npx tidings search model --json | node -e 'if (JSON.parse(require("fs").readFileSync(0, "utf8")).total < 1) process.exit(1)'
npx tidings doctor
npx tidings backup copy.db
npx tidings export site
