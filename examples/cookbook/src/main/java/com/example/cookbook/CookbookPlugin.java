package com.example.cookbook;

import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.auth.Authenticator;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.provider.Provider;
import dev.gatehouse.sdk.route.Router;

/// All recipes in one plugin.
public final class CookbookPlugin implements GatewayPlugin {
  /// Made by the gateway.
  public CookbookPlugin() {}

  @Override
  public void register(PluginRegistry registry) {
    registry
        .add(Filter.POINT, "company-headers", CompanyHeaders.Config.class, CompanyHeaders::new)
        .stage(Stage.TRANSFORM)
        .description("Tells models who asks, and callers who answered.");
    registry
        .add(Filter.POINT, "blocked-words", BlockedWords.Config.class, BlockedWords::new)
        .stage(Stage.GUARD)
        .readsBody()
        .description("Refuses questions with words that are not allowed.");
    registry
        .add(Filter.POINT, "redaction", Redaction.Config.class, Redaction::new)
        .stage(Stage.GUARD)
        .description("Takes numbers of accounts out of streamed answers.");
    registry
        .add(Filter.POINT, "token-budget", TokenBudget.Config.class, TokenBudget::new)
        .stage(Stage.QUOTA)
        .onError(ErrorMode.CLOSED)
        .description("Gives each consumer tokens for a day.");
    registry
        .add(Authenticator.POINT, "signed-user", SignedUser.Config.class, SignedUser::new)
        .stage(Stage.AUTHENTICATION)
        .description("Believes the identity provider in front of the gateway.");
    registry
        .add(Router.POINT, "sticky", StickyRouter.Config.class, (_, _) -> new StickyRouter())
        .description("Keeps each consumer with one target.");
    registry
        .add(Provider.POINT, "house-model", HouseModel.Config.class, HouseModel::new)
        .description("The model of the house, behind its own API.");
    registry
        .add(RequestLogSink.POINT, "spending", Spending.Config.class, (_, _) -> new Spending())
        .section()
        .description("Adds up what each consumer spends.");
  }
}
