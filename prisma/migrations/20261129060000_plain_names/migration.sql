-- Names of older rows may hold marks that hide or reorder text. They are shown without these, but a search compares what is
-- stored. So the rows get the names that are shown.

-- Does the same as plainLine of the contract: removes marks, turns control characters and line breaks into blanks, and leaves
-- nothing of a name that shows nothing.
CREATE FUNCTION pg_temp.plain_line(line text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE
    WHEN cleaned ~ '[^ \u00A0\u1680\u2000-\u200A\u202F\u205F\u2800\u3000\u180B-\u180D\u180F\u200C\u200D\uFE00-\uFE0F]'
    THEN cleaned ELSE '' END
  FROM (SELECT regexp_replace(
    regexp_replace(
      regexp_replace(
        line,
        '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E00FF]',
        '', 'g'),
      '[\u0001-\u001F\u007F-\u009F\u2028\u2029]', ' ', 'g'),
    '^[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]+|[ \u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]+$', '', 'g') AS cleaned
  ) AS line_without_marks
$$;

UPDATE "Tenant" SET "name" = pg_temp.plain_line("name") WHERE "name" <> pg_temp.plain_line("name");
UPDATE "User" SET "firstName" = pg_temp.plain_line("firstName"), "lastName" = pg_temp.plain_line("lastName")
WHERE "firstName" <> pg_temp.plain_line("firstName") OR "lastName" <> pg_temp.plain_line("lastName");
UPDATE "PortalCustomer" SET "firstName" = pg_temp.plain_line("firstName"), "lastName" = pg_temp.plain_line("lastName")
WHERE "firstName" <> pg_temp.plain_line("firstName") OR "lastName" <> pg_temp.plain_line("lastName");
UPDATE "call_leg" SET "name" = pg_temp.plain_line("name"), "firstName" = pg_temp.plain_line("firstName")
WHERE "name" <> pg_temp.plain_line("name") OR "firstName" <> pg_temp.plain_line("firstName");
UPDATE "CallOffer" SET "name" = pg_temp.plain_line("name"), "firstName" = pg_temp.plain_line("firstName")
WHERE "name" <> pg_temp.plain_line("name") OR "firstName" <> pg_temp.plain_line("firstName");
UPDATE "Callback" SET "customerName" = pg_temp.plain_line("customerName"), "claimedByName" = pg_temp.plain_line("claimedByName")
WHERE "customerName" <> pg_temp.plain_line("customerName") OR "claimedByName" <> pg_temp.plain_line("claimedByName");

DROP FUNCTION pg_temp.plain_line(text);
