/** Texts in a dump that are secret by their form: JSON Web Tokens, email addresses and keys. */
const secretForms = [
  /eyJ[\w-]{6,}(?:\.[\w-]*)*/gu,
  /sb_(?:secret|publishable)_[\w-]+/gu,
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gu,
];

const filler = "x".charCodeAt(0);

/** Overwrites the places where a text stands, in the encodings of C++ and of Windows. */
function overwrite(data: Buffer, secret: string): void {
  for (const encoding of ["utf8", "utf16le"] as const) {
    const bytes = Buffer.from(secret, encoding);
    for (let at = data.indexOf(bytes); at !== -1; at = data.indexOf(bytes, at + bytes.length))
      data.fill(filler, at, at + bytes.length);
  }
}

/** Overwrites all texts of a form in bytes that are read in one encoding. */
function overwriteForms(data: Buffer, encoding: "latin1" | "utf16le"): void {
  const width = encoding === "latin1" ? 1 : 2;
  const text = data.toString(encoding);
  for (const form of secretForms)
    for (const { index, 0: found } of text.matchAll(form))
      data.fill(filler, index * width, (index + found.length) * width);
}

/**
 * Overwrites secrets in a crash dump, whose length stays. A dump has the stacks of the process, and
 * what they point to. Tokens may be there.
 */
export function redactBytes(data: Buffer, secrets: readonly string[]): void {
  for (const secret of secrets) overwrite(data, secret);
  overwriteForms(data, "latin1");
  // Texts of two bytes a character begin at even or at odd places.
  overwriteForms(data, "utf16le");
  overwriteForms(data.subarray(1), "utf16le");
}
