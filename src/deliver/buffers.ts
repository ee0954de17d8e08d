// Buffers for mails on their way, used again: making and collecting one for each mail costs more than filling it.

export interface Buffers {
  /** All parts in one; it is the caller's until it is given back. */
  join(parts: Buffer[]): Buffer;
  /** What nothing reads any more. Of whatever may still be read, do not give back anything. */
  giveBack(joined: Buffer): void;
}

/** Keeps as many as were in use at a time, each somewhat longer than the longest that it held. */
export function createBuffers(): Buffers {
  const free: ArrayBufferLike[] = [];
  return {
    join(parts) {
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      let room = free.pop();
      if (!room || room.byteLength < length) room = new ArrayBuffer(Math.ceil(length * 1.1));
      const joined = Buffer.from(room, 0, length);
      let at = 0;
      for (const part of parts) at += part.copy(joined, at);
      return joined;
    },
    giveBack: ({ buffer }) => void free.push(buffer),
  };
}
