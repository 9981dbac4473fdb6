// The floor for an accept: Express and one prepared UPDATE, without the product's code. Prints its
// port.
import express from "express";
import { Client } from "pg";

const client = new Client({ connectionString: process.env["DATABASE_URL"] });
await client.connect();
const app = express();
app.use(express.json());
app.post("/calls/:callId/accept", async (request, response) => {
  const { rows } = await client.query({
    name: "answer",
    text: `UPDATE "BareAnswer"
      SET "status" = 'IN_PROGRESS', "answeredBy" = $2, "version" = "version" + 1
      WHERE "id" = $1 AND "status" = 'RINGING' RETURNING *`,
    values: [request.params.callId, String(request.headers["synapse-device"])],
  });
  response.status(rows.length === 1 ? 200 : 409).json({ call: rows[0] ?? null });
});
const server = app.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
