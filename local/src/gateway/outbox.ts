import { Router, type Request } from "express";
import type { Database } from "./database.ts";

export type Mail = { recipient: string; subject: string; link: string; code: string };

export type Outbox = {
  put: (mail: Mail) => Promise<void>;
  newest: () => Promise<(Mail & { createdAt: string })[]>;
};

/** Nothing is mailed: what would be is kept here, newest first, and its link is logged. */
export function createOutbox(db: Database, log: (line: string) => void): Outbox {
  return {
    put: async ({ recipient, subject, link, code }) => {
      await db.query(
        "insert into auth.outbox (recipient, subject, link, code) values ($1, $2, $3, $4)",
        [recipient, subject, link, code],
      );
      log(`mail to ${recipient}: ${subject} ${link}`);
    },
    newest: () =>
      db.query(
        `select recipient, subject, link, code, created_at as "createdAt" from auth.outbox order by id desc limit 100`,
      ),
  };
}

/**
 * JSON for programs, a plain page for people. Its links sign people in, so pages of other origins
 * may not read it.
 */
export function outboxRoutes(outbox: Outbox): Router {
  const router = Router();
  router.get("/outbox", async (request, response) => {
    if (!isAskedByLocalName(request))
      return void response
        .status(403)
        .json({ message: "The outbox is read at 127.0.0.1 or localhost." });
    const mails = await outbox.newest();
    if (request.accepts(["json", "html"]) === "html") response.type("html").send(page(mails));
    else response.json(mails);
  });
  return router;
}

/**
 * A foreign page can point its own name at 127.0.0.1 and so pass for this origin; then the name
 * gives it away.
 */
function isAskedByLocalName(request: Request): boolean {
  return ["127.0.0.1", "localhost"].includes(request.hostname);
}

function page(mails: Awaited<ReturnType<Outbox["newest"]>>): string {
  const items = mails.map(
    (mail) =>
      `<li><p><strong>${escape(mail.subject)}</strong><br>To ${escape(mail.recipient)}, ${escape(new Date(mail.createdAt).toISOString())}<br>` +
      `<a href="${escape(mail.link)}">${escape(mail.link)}</a><br>Code ${escape(mail.code)}</p></li>`,
  );
  const list = items.length === 0 ? "<p>No mail yet.</p>" : `<ol>${items.join("")}</ol>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Outbox</title><h1>Outbox</h1><p>Mail that was not sent, newest first.</p>${list}</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
