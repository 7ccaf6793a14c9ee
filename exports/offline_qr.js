// QR codes of bytes (ISO/IEC 18004), versions 1 to 20 at level L: all a chain of texts needs.
"use strict";
const qrModules = (() => {
  const EC_WORDS = [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28];
  const BLOCKS = [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];
  const MASKS = [
    (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3,
    (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2, (x, y) => ((x * y) % 2) + ((x * y) % 3),
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
  ];

  function rawWords(version) {
    const along = version > 1 ? Math.floor(version / 7) + 2 : 0;
    const patterns = along ? (25 * along - 10) * along - 55 : 0;
    return Math.floor(((16 * version + 128) * version + 64 - patterns - (version > 6 ? 36 : 0)) / 8);
  }

  const dataWords = (version) => rawWords(version) - EC_WORDS[version] * BLOCKS[version];
  const lengthBits = (version) => (version < 10 ? 8 : 16);

  function versionFor(length) {
    for (let version = 1; version <= 20; version += 1) {
      if (4 + lengthBits(version) + 8 * length <= 8 * dataWords(version)) return version;
    }
    throw new RangeError("too long for one code");
  }

  function words(bytes, version) {
    const bits = [];
    const push = (value, count) => { for (let at = count - 1; at >= 0; at -= 1) bits.push((value >>> at) & 1); };
    push(4, 4);
    push(bytes.length, lengthBits(version));
    for (const byte of bytes) push(byte, 8);
    const room = 8 * dataWords(version);
    push(0, Math.min(4, room - bits.length));
    push(0, (8 - (bits.length % 8)) % 8);
    for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) push(pad, 8);
    return Array.from({ length: room / 8 }, (_, at) => parseInt(bits.slice(8 * at, 8 * at + 8).join(""), 2));
  }

  function times(a, b) { // in the field of 256 elements of the standard
    let product = 0;
    for (let at = 7; at >= 0; at -= 1) {
      product = (product << 1) ^ ((product >>> 7) * 0x11d);
      product ^= ((b >>> at) & 1) * a;
    }
    return product;
  }

  function divisor(degree) {
    const found = new Array(degree).fill(0);
    found[degree - 1] = 1;
    for (let count = 0, root = 1; count < degree; count += 1, root = times(root, 2)) {
      for (let at = 0; at < degree; at += 1) {
        found[at] = times(found[at], root) ^ (at + 1 < degree ? found[at + 1] : 0);
      }
    }
    return found;
  }

  function remainder(data, by) {
    const rest = by.map(() => 0);
    for (const word of data) {
      const factor = word ^ rest.shift();
      rest.push(0);
      by.forEach((coefficient, at) => { rest[at] ^= times(coefficient, factor); });
    }
    return rest;
  }

  function interleaved(data, version) {
    const count = BLOCKS[version];
    const short = Math.floor(data.length / count);
    const long = data.length % count; // the last blocks hold one word more
    const by = divisor(EC_WORDS[version]);
    const blocks = [];
    for (let at = 0, from = 0; at < count; at += 1) {
      const to = from + short + (at >= count - long ? 1 : 0);
      blocks.push(data.slice(from, to));
      from = to;
    }
    const checks = blocks.map((block) => remainder(block, by));
    const taken = [];
    for (const group of [blocks, checks]) {
      const most = Math.max(...group.map((block) => block.length));
      for (let at = 0; at < most; at += 1) for (const block of group) if (at < block.length) taken.push(block[at]);
    }
    return taken;
  }

  function centres(version) {
    if (version === 1) return [];
    const along = Math.floor(version / 7) + 2;
    const step = Math.ceil((version * 4 + 4) / (along * 2 - 2)) * 2;
    const found = [6];
    for (let at = version * 4 + 10; found.length < along; at -= step) found.splice(1, 0, at);
    return found;
  }

  function frame(version) { // what every code of a version has: 0, 1, and undefined where data go
    const size = version * 4 + 17;
    const grid = Array.from({ length: size }, () => new Array(size).fill(undefined));
    const set = (x, y, dark) => { if (grid[y] && x >= 0 && x < size) grid[y][x] = Number(dark); };
    const rings = (x, y, radius, isDark) => {
      for (let dy = -radius; dy <= radius; dy += 1) {
        for (let dx = -radius; dx <= radius; dx += 1) set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    };
    for (let at = 0; at < size; at += 1) { set(6, at, at % 2 === 0); set(at, 6, at % 2 === 0); }
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) rings(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    const places = centres(version);
    const last = places.length - 1;
    places.forEach((x, i) => places.forEach((y, j) => {
      const isFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!isFinder) rings(x, y, 2, (ring) => ring !== 1);
    }));
    if (version > 6) {
      let rest = version;
      for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
      const bits = (version << 12) | rest;
      for (let at = 0; at < 18; at += 1) {
        const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)];
        set(far, near, (bits >>> at) & 1);
        set(near, far, (bits >>> at) & 1);
      }
    }
    format(set, size, 0);
    return { grid, set, size };
  }

  function format(set, size, mask) {
    const data = (1 << 3) | mask; // 01 = level L
    let rest = data;
    for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((data << 10) | rest) ^ 0x5412;
    const bit = (at) => (bits >>> at) & 1;
    for (let at = 0; at < 6; at += 1) { set(8, at, bit(at)); set(at, 8, bit(14 - at)); }
    set(8, 7, bit(6));
    set(8, 8, bit(7));
    set(7, 8, bit(8));
    for (let at = 0; at < 8; at += 1) set(size - 1 - at, 8, bit(at));
    for (let at = 8; at < 15; at += 1) set(8, size - 15 + at, bit(at));
    set(8, size - 8, 1);
  }

  function drawn(version, taken, mask) {
    const { grid, set, size } = frame(version);
    let at = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < size; step += 1) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (grid[y][x] !== undefined) continue;
          const bit = at < taken.length * 8 ? (taken[at >>> 3] >>> (7 - (at & 7))) & 1 : 0;
          grid[y][x] = bit ^ Number(MASKS[mask](x, y) === 0);
          at += 1;
        }
      }
    }
    format(set, size, mask);
    return grid;
  }

  function unrest(grid) { // long runs of one colour are what readers stumble over
    const rows = [...grid, ...grid.map((_, x) => grid.map((row) => row[x]))].map((row) => row.join(""));
    const runs = rows.flatMap((row) => row.match(/0{5,}|1{5,}/g) || []);
    const likeFinder = rows.flatMap((row) => row.match(/(?=10111010000|00001011101)/g) || []);
    return runs.reduce((sum, run) => sum + run.length - 2, 0) + 40 * likeFinder.length;
  }

  return (bytes) => {
    const version = versionFor(bytes.length);
    const taken = interleaved(words(bytes, version), version);
    const grids = MASKS.map((_, mask) => drawn(version, taken, mask));
    return grids.reduce((best, grid) => (unrest(grid) < unrest(best) ? grid : best));
  };
})();
