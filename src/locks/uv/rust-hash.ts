/**
 * The order in which uv iterates its hash tables. uv writes inferred conflicts in that order and
 * compares it, so a verdict on them needs the very same hash function and table.
 * Source: rustc-hash 2 (`FxHasher`), hashbrown (`RawTable` with groups of 16, as on x86-64).
 */

const WORD = (1n << 64n) - 1n;
const FACTOR = 0xf1357aea2e62a9c5n;
const SEED_1 = 0x243f6a8885a308d3n;
const SEED_2 = 0x13198a2e03707344n;
const NO_COLLAPSE = 0xa4093822299f31d0n;
const GROUP = 16;

export interface Hasher {
  number(value: number): void;
  text(value: string): void;
  finish(): bigint;
}

export function createHasher(): Hasher {
  let state = 0n;
  const add = (word: bigint): void => {
    state = ((state + word) * FACTOR) & WORD;
  };
  return {
    number: (value) => add(BigInt(value)),
    text(value) {
      add(hashBytes(new TextEncoder().encode(value)));
      add(0xffn);
    },
    finish: () => ((state << 26n) | (state >> 38n)) & WORD,
  };
}

function hashBytes(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  let [first, second] = [SEED_1, SEED_2];
  if (length > 16) {
    let offset = 0;
    while (offset < length - 16) {
      const mixed = mix(
        first ^ view.getBigUint64(offset, true),
        NO_COLLAPSE ^ view.getBigUint64(offset + 8, true),
      );
      [first, second] = [second, mixed];
      offset += 16;
    }
    first ^= view.getBigUint64(length - 16, true);
    second ^= view.getBigUint64(length - 8, true);
  } else if (length >= 8) {
    first ^= view.getBigUint64(0, true);
    second ^= view.getBigUint64(length - 8, true);
  } else if (length >= 4) {
    first ^= BigInt(view.getUint32(0, true));
    second ^= BigInt(view.getUint32(length - 4, true));
  } else if (length > 0) {
    first ^= BigInt(view.getUint8(0));
    const middle = BigInt(view.getUint8(length >> 1));
    second ^= (BigInt(view.getUint8(length - 1)) << 8n) | middle;
  }
  return mix(first, second) ^ BigInt(length);
}

/** The two halves of the product, folded together. */
function mix(left: bigint, right: bigint): bigint {
  const product = left * right;
  return (product & WORD) ^ (product >> 64n);
}

export interface HashTable<T> {
  /** Adds an item with its hash; the caller knows that it is not there yet. */
  add(item: T, hash: bigint): void;
  /** Makes room for so many more items, as hashbrown does even when they turn out to be known. */
  reserve(additional: number): void;
  items(): readonly T[];
}

/** A table of up to 8 slots keeps one free, a larger one an eighth. */
function capacityOf(size: number): number {
  return size <= 8 ? Math.max(size - 1, 0) : (size / 8) * 7;
}

/** A table that keeps items where hashbrown would. */
export function createHashTable<T>(): HashTable<T> {
  let slots: ({ item: T; hash: bigint } | undefined)[] = [];
  let count = 0;

  function place(entry: { item: T; hash: bigint }): void {
    const mask = slots.length - 1;
    let position = Number(entry.hash & BigInt(mask));
    for (let stride = GROUP; ; stride += GROUP) {
      const free = firstFree(position);
      if (free !== undefined) {
        slots[free] = entry;
        return;
      }
      position = (position + stride) & mask;
    }
  }

  /** In the group of 16 from `position`; small tables go on in the free space behind them. */
  function firstFree(position: number): number | undefined {
    const mask = slots.length - 1;
    const end = Math.min(position + GROUP, Math.max(slots.length, GROUP));
    for (let index = position; index < end; index += 1) {
      if (index >= slots.length) return slots.indexOf(undefined);
      if (slots[index] === undefined) return index;
    }
    for (let index = end; index < position + GROUP; index += 1) {
      const wrapped = index & mask;
      if (slots[wrapped] === undefined) return wrapped;
    }
    return undefined;
  }

  function reserve(additional: number): void {
    const capacity = capacityOf(slots.length);
    if (count + additional <= capacity) return;
    const wanted = Math.max(count + additional, capacity + 1);
    const old = slots.filter((slot) => slot !== undefined);
    let size = 4;
    while (capacityOf(size) < wanted) size *= 2;
    slots = new Array(size).fill(undefined);
    for (const entry of old) place(entry);
  }

  return {
    reserve,
    add(item, hash) {
      reserve(1);
      place({ item, hash });
      count += 1;
    },
    items: () => slots.flatMap((slot) => (slot === undefined ? [] : [slot.item])),
  };
}
