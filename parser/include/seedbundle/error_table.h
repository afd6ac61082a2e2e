/* seedbundle/error_table.h - every code that the library can report, one row each.
 *
 *     X(IDENTIFIER, number, "name", CLASS, "sentence", "explanation")
 *
 * From this one table come `enum sb_code`, the strings of error.h, the program's `explain` and
 * docs/ERRORS.md.  Numbers never change and are never used again: they are part of the ABI.
 *
 * A sentence completes "FILE:LINE:COLUMN: error: ...".  An explanation says why the rule exists and
 * how the error usually comes about.  The rules themselves, with their offsets, are in docs/FORMAT.md. */
#ifndef SEEDBUNDLE_ERROR_TABLE_H
#define SEEDBUNDLE_ERROR_TABLE_H

/* clang-format off */
#define SB_ERROR_TABLE(X) \
/* The input is not a valid bundle (SB_CLASS_INVALID). */ \
X(BAD_MAGIC, 1, "bad-magic", INVALID, \
  "this is not a seed bundle: it does not begin with \"=== SEED-BUNDLE \"", \
  "Every bundle begins with these 16 bytes, so that a wrong file is known by its first byte that differs. Usually " \
  "the file is something else: an archive, a page of HTML that a download saved instead, a compressed bundle that " \
  "was not decompressed, or a bundle to which an editor added a byte order mark.") \
X(BAD_VERSION, 2, "bad-version", INVALID, \
  "the format version is not 1", \
  "The version stands on the first line, so that a reader never guesses at rules that it does not know. This " \
  "reader knows version 1 only. The bundle was written by a newer program, or the line was edited.") \
X(BAD_KEYWORD, 3, "bad-keyword", INVALID, \
  "another structural line is due here", \
  "Structural lines (=== INDEX, === DIGEST, === FILE, === END) stand at places that the lengths before them give; " \
  "they are checked there and never searched for. Usually a line was inserted, removed or edited by hand, or " \
  "blank lines or comments were added.") \
X(CARRIAGE_RETURN, 4, "carriage-return", INVALID, \
  "a carriage return stands where a bare LF is due", \
  "A line ends in one LF, on every system; with two line endings one content would have two encodings. Usually " \
  "the bundle went through a transfer in text mode, a version control system that converts line endings, or an " \
  "editor that saves CR LF.") \
X(BAD_NUMBER, 5, "bad-number", INVALID, \
  "this is not a number in canonical form: decimal digits, no sign, no leading zero", \
  "Every number has exactly one spelling: 0, or digits that do not begin with 0. Signs, blanks, hexadecimal, " \
  "digit separators and leading zeros would give one bundle many spellings, and other parsers other values. " \
  "Usually the line was written by hand or by a program that formats numbers for people.") \
X(NUMBER_TOO_LARGE, 6, "number-too-large", INVALID, \
  "the number is above 9223372036854775807", \
  "Counts, sizes and sums fit a signed 64-bit integer, so that no implementation overflows. A number above that " \
  "is damage or an attack; no real bundle comes near it.") \
X(BAD_DIGEST, 7, "bad-digest", INVALID, \
  "64 lower-case hexadecimal digits are due here", \
  "A SHA-256 is written as 64 digits 0-9 and a-f: upper case would be a second spelling of the same bundle. " \
  "Usually the line was edited, or written by a tool that prints upper case or cuts digests short. Where an entry " \
  "is due, any line that is not an entry is reported so.") \
X(COUNT_MISMATCH, 8, "count-mismatch", INVALID, \
  "the INDEX does not hold as many entries as its first line says", \
  "The count on the INDEX line says where the entries end; a reader does not look for the end. Usually an entry " \
  "was added or removed by hand without changing the count.") \
X(TOTAL_MISMATCH, 9, "total-mismatch", INVALID, \
  "the sizes do not add up to the total on the INDEX line", \
  "The total tells a reader, before it reads any further, how much is to come; a total that lies is refused at " \
  "the entry that shows it. Usually an entry's size was edited by hand without changing the total.") \
X(NAME_UTF8, 10, "name-utf8", INVALID, \
  "the name is not well-formed UTF-8", \
  "Names are well-formed UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF. " \
  "Two programs that decode bad UTF-8 differently would see different names. Usually the files came from a system " \
  "with another encoding, such as Latin-1.") \
X(NAME_CHAR, 11, "name-char", INVALID, \
  "the name holds a forbidden character", \
  "Control characters could end a line or drive a terminal, a backslash is a separator on some systems, and " \
  "characters that change the direction of text or are invisible marks (U+061C, U+200E, U+200F, U+2028-202E, " \
  "U+2066-2069, U+FEFF, noncharacters) make a name look like another. Usually the name was made to deceive, or a " \
  "path with backslashes was packed without conversion.") \
X(NAME_COMPONENT, 12, "name-component", INVALID, \
  "a component of the name is empty, \".\", \"..\", or has a space at an end", \
  "A name is a relative path that stays below its folder and means one place: no component is empty (no leading, " \
  "trailing or doubled slash), none is . or .., and none begins or ends with a space, which people do not see and " \
  "some systems drop. Usually an absolute path or one with ../ was packed by another program, perhaps to escape " \
  "from the folder into which it is extracted.") \
X(NAME_TOO_LONG, 13, "name-too-long", INVALID, \
  "the name is over 4096 bytes, or a component of it over 255", \
  "These are the limits of common file systems. They also bound every line of a bundle, and with it the memory " \
  "that a reader needs for one.") \
X(NAME_DUPLICATE, 14, "name-duplicate", INVALID, \
  "the name is the same as the one before it", \
  "With two documents of one name, one reader would take the first and another the last. Usually two bundles were " \
  "joined by hand.") \
X(NAME_ORDER, 15, "name-order", INVALID, \
  "the name does not come after the one before it in path order", \
  "Entries are strictly ascending, bytewise with \"/\" lowest, so that one set of documents has one encoding, a " \
  "duplicate cannot hide and a name is found by binary search. Usually the bundle was written by a program that " \
  "sorts in another way (plain bytes, locale) or not at all.") \
X(NAME_CONFLICT, 16, "name-conflict", INVALID, \
  "the name before it would be both a document and a folder", \
  "If a is a document, a/b cannot be one on any file system: such a bundle could not be extracted. Usually two " \
  "sets of documents were joined.") \
X(INDEX_DIGEST_MISMATCH, 17, "index-digest-mismatch", INVALID, \
  "the digest is not the SHA-256 of the INDEX before it", \
  "DIGEST commits to every byte before it, and through the entries' digests to the whole bundle. The INDEX was " \
  "damaged, or edited without sealing it again. Nothing in it can be trusted: no entry of it is handed out.") \
X(MISSING_FILE, 18, "missing-file", INVALID, \
  "the bundle ends although another document of its INDEX is due", \
  "Every entry of the INDEX has its FILE block. Usually a block was removed by hand, or a program wrote END after " \
  "an error.") \
X(EXTRA_FILE, 19, "extra-file", INVALID, \
  "there is another FILE block after the last document of the INDEX", \
  "The INDEX lists every document; one that it does not commit to is not accepted. Usually a block was added by " \
  "hand.") \
X(HEADER_MISMATCH, 20, "header-mismatch", INVALID, \
  "the FILE header differs from its INDEX entry", \
  "A FILE header repeats its entry's size and name byte for byte, so that a person sees where a document begins " \
  "and a reader sees that blocks and INDEX agree. Usually the header or the entry was edited, or blocks were " \
  "reordered.") \
X(PAYLOAD_DIGEST_MISMATCH, 21, "payload-digest-mismatch", INVALID, \
  "the document's SHA-256 is not the one in its INDEX entry", \
  "The document is not the one that was packed: damage on a disk or in transfer, or an edit that kept the length. " \
  "The framing is sound, so a reader can go on and name every document that is bad.") \
X(BAD_PAYLOAD_END, 22, "bad-payload-end", INVALID, \
  "the document does not end where its size says: one LF is due here", \
  "After exactly size bytes one LF follows, which is not part of the document. Usually the document was edited " \
  "inside the bundle and is now longer or shorter than its size, or an editor added a newline at its end.") \
X(TRAILING_DATA, 23, "trailing-data", INVALID, \
  "there is data after the end of the bundle", \
  "A bundle ends with the LF of === END; bytes behind it would be carried along unseen and unverified. Usually an " \
  "editor added a newline, a transfer padded the file, or two bundles were joined: a stream of several must be " \
  "read as such.") \
X(TRUNCATED, 24, "truncated", INVALID, \
  "the input ends before the bundle does", \
  "Every bundle ends with === END, so a part of one never passes for the whole. Usually a download or a copy was " \
  "cut short, a disk was full, or the program that wrote it stopped.") \
/* The bundle may be valid, but the caller's policy refuses it (SB_CLASS_REFUSED). */ \
X(LIMIT_FILES, 32, "limit-files", REFUSED, \
  "the bundle declares more documents than the limit allows", \
  "The limit is the caller's, not the format's. It is checked against the count that the INDEX line declares, " \
  "before any entry is read.") \
X(LIMIT_FILE_SIZE, 33, "limit-file-size", REFUSED, \
  "the document is larger than the limit allows", \
  "The limit is the caller's, not the format's. It is checked against the size in the entry, before the document " \
  "is read.") \
X(LIMIT_TOTAL_SIZE, 34, "limit-total-size", REFUSED, \
  "the documents together are larger than the limit allows", \
  "The limit is the caller's, not the format's. It is checked against the total that the INDEX line declares.") \
X(LIMIT_INDEX_BYTES, 35, "limit-index-bytes", REFUSED, \
  "the INDEX is larger than the limit allows", \
  "The limit is the caller's, not the format's. A reader keeps the INDEX in memory, so this bounds its memory. It " \
  "is checked at each entry, against the bytes of all entries up to its LF.") \
X(PAYLOAD_UTF8, 36, "payload-utf8", REFUSED, \
  "the document is not well-formed UTF-8", \
  "The format carries any bytes; the caller asked for UTF-8 documents only. Usually the document is binary, or " \
  "text in another encoding. The framing is sound, so a reader can go on.") \
/* Only a writer reports this one: it is fed another number of bytes than was declared. */ \
X(PAYLOAD_SIZE_MISMATCH, 48, "payload-size-mismatch", INVALID, \
  "the payload fed to the writer is longer or shorter than its declared size", \
  "A writer is told each document's size before its bytes, and refuses to write a block that would not match. " \
  "Usually the document changed between the moment it was measured and the moment it was copied.") \
/* Neither the input nor the caller's policy is at fault (SB_CLASS_FAILURE). */ \
X(OUT_OF_MEMORY, 64, "out-of-memory", FAILURE, \
  "the allocator has no memory left", \
  "The parser keeps the INDEX that it has received and nothing else. A limit on index bytes bounds that.") \
X(READ_FAILED, 65, "read-failed", FAILURE, \
  "the source could not be read", \
  "The caller's read function reported an error, or gave fewer bytes than the source's size promised: the file " \
  "may have been cut short while it was read.") \
X(DIGEST_FAILED, 66, "digest-failed", FAILURE, \
  "the digest engine failed", \
  "SHA-256 is not available, or it could not be computed. With the default engine, libcrypto is missing its " \
  "default provider, or is configured to refuse SHA-256.")
/* clang-format on */

#endif
