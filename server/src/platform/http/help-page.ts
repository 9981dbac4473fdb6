/** Path of the page that explains the warnings of the React components. */
export const helpPath = "/api/help";

/** The page. The components write a link to it into the page's console. */
export const helpPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light dark" />
    <title>Warnings of the Synapse Voice components</title>
  </head>
  <body>
    <h1>Warnings of the Synapse Voice components</h1>
    <p>
      The React components write each warning to the browser's console once for each page. People
      who use the page see nothing of it.
    </p>
    <h2 id="token-error">getToken() failed</h2>
    <p>
      <code>VoiceProvider</code> needs <code>getToken</code>: a function that returns a promise of
      the access token of the person who is signed in. The warning shows the error that it threw.
      If nobody is signed in, return an empty text.
    </p>
    <h2 id="token-timeout">getToken() did not return within 8 s</h2>
    <p>
      The promise of <code>getToken</code> must settle. Limit the requests that it waits for. The
      components call <code>getToken</code> again after a pause.
    </p>
    <h2 id="token-refused">The server refuses the access token</h2>
    <p>
      Return the person's current access token of Supabase. If <code>fresh</code> is true, renew it
      first. The code in the warning says more: <code>token_expired</code>, or
      <code>token_invalid</code> for a token of another project.
    </p>
    <h2 id="person-refused">The server does not know this person</h2>
    <p>No company has this account as an agent or a customer. An admin must invite the person.</p>
    <h2 id="origin">The server does not accept requests from this page</h2>
    <p>
      An admin of your company adds the page's origin (the address up to the first slash, with
      <code>https://</code>) in the console under Settings, Websites. It works after a few seconds.
    </p>
    <h2 id="api-url">There is no voice server at this address</h2>
    <p>
      Set <code>apiUrl</code> of <code>VoiceProvider</code> to the address of the voice server, such
      as <code>https://voice.example</code>.
    </p>
  </body>
</html>
`;
