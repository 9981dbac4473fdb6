import { type SupabaseClient, createClient } from "@supabase/supabase-js";
import {
  type CallSnapshot,
  type HistoryEntry,
  LiveCalls,
  HistoryEntry as HistoryEntrySchema,
} from "@synapse-voice/contract";
import { type DemoPerson, demoPassword, demoPeople } from "@synapse-voice/prisma/demo-people";
import * as v from "valibot";
import { stack } from "../stack/stack.ts";

export type DemoName = keyof typeof demoPeople;
export const person = (name: DemoName): DemoPerson => demoPeople[name];

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A demo person at the API, by plain HTTP and by the unmodified supabase-js. */
export class ApiPerson {
  readonly supabase: SupabaseClient;
  readonly id: string;
  private readonly token: string;

  private constructor(name: DemoName, supabase: SupabaseClient, token: string) {
    this.id = person(name).supabaseUserId;
    this.supabase = supabase;
    this.token = token;
  }

  static async signIn(name: DemoName): Promise<ApiPerson> {
    const supabase = createClient(stack.urls.supabase, stack.keys.supabasePublishable, {
      auth: { persistSession: false, autoRefreshToken: false },
    });
    const { data, error } = await supabase.auth.signInWithPassword({
      email: person(name).email,
      password: demoPassword,
    });
    if (error) throw error;
    return new ApiPerson(name, supabase, data.session.access_token);
  }

  async send(method: string, path: string, body?: unknown): Promise<Reply> {
    const response = await fetch(`${stack.urls.api}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }

  async liveCalls(): Promise<CallSnapshot[]> {
    return v.parse(LiveCalls, (await this.send("GET", "/api/voip/calls/live")).body).calls;
  }

  async history(limit = 1): Promise<HistoryEntry[]> {
    return v.parse(
      v.array(HistoryEntrySchema),
      (await this.send("GET", `/api/voip/history?limit=${limit}`)).body,
    );
  }

  /** Ends every live call of this person. */
  async endCalls(): Promise<void> {
    for (const call of await this.liveCalls())
      await this.send("POST", `/api/voip/calls/${call.id}/hang-up`);
  }
}
