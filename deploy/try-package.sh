#!/usr/bin/env bash
# Packs, installs the tarball into an empty folder and runs the sample there, as somebody does who has nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" >/dev/null
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --prefer-offline ./tidings-*.tgz
npx tidings init
npx tidings run --sample --json | node -e 'const { issue } = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(issue.id)'
# What follows opens the folder, and there the real sources.yaml sends the sample away: another one keeps it.
npx tidings run --sample --dir sample >/dev/null
npx tidings search model --dir sample --json | node -e 'if (JSON.parse(require("fs").readFileSync(0, "utf8")).total < 1) process.exit(1)'
npx tidings doctor --dir sample --json >/dev/null || [ $? = 1 ]
npx tidings backup copy.db --dir sample
npx tidings restore copy.db --dir sample
npx tidings export site --dir sample
