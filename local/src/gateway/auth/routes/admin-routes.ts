import { randomBytes } from "node:crypto";
import { Router } from "express";
import * as v from "valibot";
import { requireAdmin } from "../caller.ts";
import type { AuthContext } from "../context.ts";
import { AuthError, parseBody } from "../errors.ts";
import { assertStrong, hashPassword, maxPasswordBytes } from "../passwords.ts";
import { emailProvider, merged, normalEmail } from "./user-fields.ts";
import { userJson } from "./user-json.ts";
import { userNotFound, type UserChange, type UserRow } from "../stores/users-store.ts";

const Metadata = v.optional(v.record(v.string(), v.unknown()));
const UserFields = v.object({
  email: v.optional(v.string()),
  phone: v.optional(v.string()),
  password: v.optional(v.string()),
  email_confirm: v.optional(v.boolean(), false),
  user_metadata: Metadata,
  app_metadata: Metadata,
  role: v.optional(v.picklist(["authenticated", "service_role"])),
  ban_duration: v.optional(v.string()),
});
const NewUser = v.object({ id: v.optional(v.pipe(v.string(), v.uuid())), ...UserFields.entries });
const Page = v.object({ page: pageNumber(1), per_page: pageNumber(50) });
const Removal = v.object({ should_soft_delete: v.optional(v.boolean(), false) });

function pageNumber(absent: number) {
  return v.pipe(
    v.optional(v.string(), ""),
    v.transform((text) => (text === "" ? absent : Number(text))),
    v.integer(),
    v.minValue(1),
    v.maxValue(1000),
  );
}

/** Returns the routes of `/admin/users`, which require the secret key. */
export function adminUserRoutes(context: AuthContext): Router {
  const { users } = context;
  const router = Router();
  router.use("/admin", async (request, _response, next) => {
    await requireAdmin(context, request);
    next();
  });
  router.get("/admin/users", async (request, response) => {
    const { page, per_page: perPage } = parseBody(Page, request.query);
    const filter = typeof request.query["filter"] === "string" ? request.query["filter"] : "";
    const [total, rows] = await Promise.all([
      users.count(filter),
      users.page(filter, perPage, (page - 1) * perPage),
    ]);
    response
      .set({ "X-Total-Count": String(total), Link: pageLinks(page, perPage, total) })
      .json({ users: rows.map(userJson), aud: "authenticated" });
  });
  router.post("/admin/users", async (request, response) => {
    const fields = parseBody(NewUser, request.body);
    if (fields.email === undefined)
      throw new AuthError(400, "validation_failed", "Cannot create a user without an email");
    const defaults = {
      raw_app_meta_data: { ...emailProvider, ...fields.app_metadata },
      raw_user_meta_data: fields.user_metadata ?? {},
    };
    response.json(
      userJson(
        await users.insert({
          ...(await changeOf(fields)),
          encrypted_password: await hashPassword(firstPassword(fields.password)),
          ...(fields.id ? { id: fields.id } : {}),
          ...defaults,
        }),
      ),
    );
  });
  router.get(
    "/admin/users/:id",
    async (request, response) =>
      void response.json(userJson(await find(context, request.params.id))),
  );
  router.put("/admin/users/:id", async (request, response) => {
    const user = await find(context, request.params.id);
    const fields = parseBody(UserFields, request.body);
    const change = await changeOf(fields);
    if (fields.password !== undefined) {
      assertStrong(fields.password, context.settings);
      change.encrypted_password = await hashPassword(fields.password);
      change.recovery_sent_at = null;
    }
    if (fields.user_metadata)
      change.raw_user_meta_data = merged(user.raw_user_meta_data, fields.user_metadata);
    if (fields.app_metadata)
      change.raw_app_meta_data = merged(user.raw_app_meta_data, fields.app_metadata);
    const updated = await users.update(user.id, change);
    if (change.encrypted_password) {
      // Links from before the change stop working (supabase/auth 2.196.0, UpdatePassword in
      // internal/models/user.go).
      await context.links.removeAll(user.id);
      await context.sessions.close(user.id, undefined, "global");
    }
    response.json(userJson(updated));
  });
  router.delete("/admin/users/:id", async (request, response) => {
    const user = await find(context, request.params.id);
    if (parseBody(Removal, request.body).should_soft_delete)
      throw new AuthError(400, "validation_failed", "Soft deletion is not supported here");
    await users.remove(user.id);
    response.json({});
  });
  return router;
}

async function find(context: AuthContext, id: string): Promise<UserRow> {
  if (!v.is(v.pipe(v.string(), v.uuid()), id))
    throw new AuthError(400, "validation_failed", "user_id must be an UUID");
  const user = await context.users.findById(id);
  if (!user) throw userNotFound();
  return user;
}

async function changeOf(fields: v.InferOutput<typeof UserFields>): Promise<UserChange> {
  const change: UserChange = {};
  if (fields.email !== undefined) change.email = normalEmail(fields.email);
  if (fields.phone !== undefined) change.phone = fields.phone;
  if (fields.role !== undefined) change.role = fields.role;
  if (fields.email_confirm) change.email_confirmed_at = new Date();
  if (fields.ban_duration !== undefined) change.banned_until = banEnd(fields.ban_duration);
  return change;
}

/**
 * Returns the password of a user whom an admin creates. Supabase Auth 2.196.0 does not check it
 * against the project's rules. It makes one up if there is none, and answers 500 to one that bcrypt
 * can't hash (adminUserCreate in internal/api/admin.go, GenerateFromPassword in
 * internal/crypto/password.go).
 */
function firstPassword(password = ""): string {
  if (Buffer.byteLength(password) > maxPasswordBytes)
    throw new AuthError(500, "unexpected_failure", "Internal Server Error");
  return password === "" ? randomBytes(48).toString("base64url") : password;
}

const unitMs: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Returns the end of a ban: `none` or a duration such as `24h` or `1h30m` from now. */
function banEnd(duration: string): Date | null {
  if (duration === "none") return null;
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  if (parts.map(([part]) => part).join("") !== duration || parts.length === 0) {
    throw new AuthError(400, "validation_failed", "invalid format for ban duration");
  }
  return new Date(
    Date.now() +
      parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ""] ?? 0), 0),
  );
}

function pageLinks(page: number, perPage: number, total: number): string {
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = (number: number, rel: string) =>
    `</admin/users?page=${number}&per_page=${perPage}>; rel="${rel}"`;
  return [...(page < last ? [link(page + 1, "next")] : []), link(last, "last")].join(", ");
}
