// Drives the gateway with the unmodified OpenAI client and prints one JSON line for each check, which
// the test that started it judges. Usage: node client.mjs <base-url> <key>
import OpenAI, { toFile } from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout: 20_000 });

const user = (content) => [{ role: "user", content }];

const checks = {
  async chat() {
    const { data, response } = await client.chat.completions
      .create({ model: "chat", messages: user("Say something about lighthouses.") })
      .withResponse();
    return {
      text: data.choices[0].message.content,
      finish: data.choices[0].finish_reason,
      usage: data.usage,
      requestId: response.headers.get("x-request-id"),
    };
  },

  async stream() {
    let text = "";
    let chunks = 0;
    let usage = null;
    let finish = null;
    const stream = await client.chat.completions.create({
      model: "chat",
      messages: user("Stream something about lighthouses."),
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) {
      chunks += 1;
      text += chunk.choices[0]?.delta?.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    return { text, chunks, usage, finish };
  },

  async streamWithoutUsage() {
    let withUsage = 0;
    let empty = 0;
    const stream = await client.chat.completions.create({
      model: "chat",
      messages: user("Stream without counting."),
      stream: true,
    });
    for await (const chunk of stream) {
      if (chunk.usage) withUsage += 1;
      if (chunk.choices.length === 0) empty += 1;
    }
    return { withUsage, empty };
  },

  async tools() {
    const tool = {
      type: "function",
      function: {
        name: "get_weather",
        description: "Tells the weather of a town.",
        parameters: {
          type: "object",
          properties: { town: { type: "string" } },
          required: ["town"],
        },
      },
    };
    const messages = user("What is the weather in Bergen?");
    const first = await client.chat.completions.create({
      model: "chat",
      messages,
      tools: [tool],
      tool_choice: { type: "function", function: { name: "get_weather" } },
    });
    const call = first.choices[0].message.tool_calls[0];
    const second = await client.chat.completions.create({
      model: "chat",
      messages: [
        ...messages,
        first.choices[0].message,
        { role: "tool", tool_call_id: call.id, content: "rain, as ever" },
      ],
      tools: [tool],
    });
    return {
      name: call.function.name,
      arguments: JSON.parse(call.function.arguments),
      finish: first.choices[0].finish_reason,
      second: second.choices[0].message.content,
    };
  },

  async vision() {
    const answer = await client.chat.completions.create({
      model: "chat",
      messages: user([
        { type: "text", text: "What is in this picture of a harbour?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
      ]),
    });
    return { text: answer.choices[0].message.content };
  },

  async embeddings() {
    // The client asks for base64 by itself and decodes it.
    const answer = await client.embeddings.create({ model: "embed", input: ["one", "two"] });
    return { count: answer.data.length, dimensions: answer.data[0].embedding.length, usage: answer.usage };
  },

  async models() {
    const names = [];
    for await (const model of client.models.list()) names.push(model.id);
    return { names, one: (await client.models.retrieve("chat")).id };
  },

  async wrongKey() {
    const stranger = new OpenAI({ baseURL, apiKey: "sk-not-a-key-of-ours", maxRetries: 0 });
    return failure(() => stranger.chat.completions.create({ model: "chat", messages: user("hi") }));
  },

  async unknownModel() {
    return failure(() => client.chat.completions.create({ model: "nope", messages: user("hi") }));
  },

  async rateLimited() {
    return failure(() => client.chat.completions.create({ model: "limited", messages: user("hi") }));
  },

  async serverError() {
    return failure(() => client.chat.completions.create({ model: "broken", messages: user("hi") }));
  },

  async cutStream() {
    let chunks = 0;
    const result = await failure(async () => {
      const stream = await client.chat.completions.create({
        model: "cut",
        messages: user("hi"),
        stream: true,
      });
      for await (const _ of stream) chunks += 1;
    });
    return { ...result, chunks };
  },

  async abort() {
    const stream = await client.chat.completions.create({
      model: "endless",
      messages: user("Go on and on."),
      stream: true,
    });
    let chunks = 0;
    for await (const _ of stream) {
      chunks += 1;
      if (chunks === 3) stream.controller.abort();
    }
    return { chunks };
  },

  async upload() {
    const answer = await client.files.create({
      purpose: "assistants",
      file: await toFile(Buffer.from("some bytes\n"), "notes.txt"),
    });
    return { id: answer.id };
  },
};

async function failure(action) {
  try {
    await action();
    return { thrown: null };
  } catch (error) {
    return {
      thrown: error.constructor.name,
      status: error.status ?? null,
      code: error.code ?? null,
      type: error.type ?? null,
      retryAfter: error.headers?.get?.("retry-after") ?? null,
      message: error.message,
    };
  }
}

for (const [name, check] of Object.entries(checks)) {
  let result;
  try {
    result = { check: name, ok: true, ...(await check()) };
  } catch (error) {
    result = { check: name, ok: false, error: String(error?.stack ?? error) };
  }
  console.log(JSON.stringify(result));
}
