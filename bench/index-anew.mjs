// For search.mjs: opens a database whose issues are not indexed, and prints the milliseconds that it takes.
import { openDatabase } from '../dist/store/open.js';

const from = performance.now();
const db = await openDatabase(process.argv[2]);
console.log(performance.now() - from);
await db.destroy();
