package dev.gatehouse.telemetry;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/// The attributes of spans and metrics, in one table: HTTP as of the stable semantic conventions,
/// GenAI as of version 1.41.1 (stability: development), and our own under `gatehouse.`.
final class Names {
  // resource
  static final AttributeKey<String> SERVICE_VERSION = stringKey("service.version");
  static final AttributeKey<String> SERVICE_INSTANCE_ID = stringKey("service.instance.id");

  // HTTP and network
  static final AttributeKey<String> METHOD = stringKey("http.request.method");
  static final AttributeKey<String> METHOD_ORIGINAL = stringKey("http.request.method_original");
  static final AttributeKey<Long> RESEND_COUNT = longKey("http.request.resend_count");
  static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
  static final AttributeKey<String> ROUTE = stringKey("http.route");
  static final AttributeKey<String> PATH = stringKey("url.path");
  static final AttributeKey<String> SCHEME = stringKey("url.scheme");
  static final AttributeKey<String> CLIENT_ADDRESS = stringKey("client.address");
  static final AttributeKey<String> USER_AGENT = stringKey("user_agent.original");
  static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");
  static final AttributeKey<Long> SERVER_PORT = longKey("server.port");
  static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

  // GenAI
  static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER = stringKey("gen_ai.provider.name");
  static final AttributeKey<String> CONVERSATION = stringKey("gen_ai.conversation.id");
  static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
  static final AttributeKey<Boolean> REQUEST_STREAM = booleanKey("gen_ai.request.stream");
  static final AttributeKey<Long> MAX_TOKENS = longKey("gen_ai.request.max_tokens");
  static final AttributeKey<Long> CHOICE_COUNT = longKey("gen_ai.request.choice.count");
  static final AttributeKey<Long> SEED = longKey("gen_ai.request.seed");
  static final AttributeKey<Double> TEMPERATURE = doubleKey("gen_ai.request.temperature");
  static final AttributeKey<Double> TOP_P = doubleKey("gen_ai.request.top_p");
  static final AttributeKey<Double> TOP_K = doubleKey("gen_ai.request.top_k");
  static final AttributeKey<Double> FREQUENCY_PENALTY =
      doubleKey("gen_ai.request.frequency_penalty");
  static final AttributeKey<Double> PRESENCE_PENALTY = doubleKey("gen_ai.request.presence_penalty");
  static final AttributeKey<List<String>> STOP = stringArrayKey("gen_ai.request.stop_sequences");
  static final AttributeKey<String> RESPONSE_MODEL = stringKey("gen_ai.response.model");
  static final AttributeKey<List<String>> FINISH = stringArrayKey("gen_ai.response.finish_reasons");
  static final AttributeKey<Double> FIRST_CHUNK = doubleKey("gen_ai.response.time_to_first_chunk");
  static final AttributeKey<Long> INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> CACHE_READ_TOKENS =
      longKey("gen_ai.usage.cache_read.input_tokens");
  static final AttributeKey<Long> CACHE_WRITE_TOKENS =
      longKey("gen_ai.usage.cache_creation.input_tokens");
  static final AttributeKey<Long> REASONING_TOKENS =
      longKey("gen_ai.usage.reasoning.output_tokens");
  static final AttributeKey<String> INPUT_MESSAGES = stringKey("gen_ai.input.messages");
  static final AttributeKey<String> OUTPUT_MESSAGES = stringKey("gen_ai.output.messages");
  static final AttributeKey<String> TOKEN_TYPE = stringKey("gen_ai.token.type");

  // feature flags, which is what the conventions call an experiment
  static final String EVALUATION = "feature_flag.evaluation";
  static final AttributeKey<String> FLAG = stringKey("feature_flag.key");
  static final AttributeKey<String> VARIANT = stringKey("feature_flag.result.variant");
  static final AttributeKey<String> REASON = stringKey("feature_flag.result.reason");
  static final AttributeKey<String> FLAG_PROVIDER = stringKey("feature_flag.provider.name");

  // our own
  static final AttributeKey<String> EXCHANGE = stringKey("gatehouse.exchange.id");
  static final AttributeKey<String> GATEHOUSE_ROUTE = stringKey("gatehouse.route");
  static final AttributeKey<String> OUTCOME = stringKey("gatehouse.outcome");
  static final AttributeKey<String> CONSUMER = stringKey("gatehouse.consumer");
  static final AttributeKey<String> ANSWERED_BY = stringKey("gatehouse.answered_by");
  static final AttributeKey<Long> RETRIES = longKey("gatehouse.retries");
  static final AttributeKey<Double> COST = doubleKey("gatehouse.cost");
  static final AttributeKey<String> TARGET_PROVIDER = stringKey("gatehouse.provider");
  static final AttributeKey<Boolean> CONTENT_TRUNCATED = booleanKey("gatehouse.content.truncated");

  private Names() {}
}
