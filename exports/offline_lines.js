// How a person leaves the kit: as a line with a checksum, and as a picture of that line.
"use strict";
const KIT_CRC = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function kitLine(record) {
  const text = JSON.stringify(record);
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) sum = KIT_CRC[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return `["${((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0")}",${text}]`;
}

function qrPicture(text, label) {
  const grid = qrModules(new TextEncoder().encode(text));
  const dark = grid.flatMap((row, y) => row.map((bit, x) => (bit ? `M${x} ${y}h1v1h-1z` : "")));
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const size = grid.length + 8; // with the quiet border readers need
  const facts = { viewBox: `-4 -4 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" };
  for (const [name, value] of Object.entries(facts)) picture.setAttribute(name, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", dark.join(""));
  picture.append(path);
  return picture;
}
