// Loaded into a process before anything else (--import): the host has another name.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

os.hostname = () => process.env.BENCH_HOST;
syncBuiltinESMExports();
