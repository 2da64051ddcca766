// Statements of ANTLR's parse tree as nodes of ours, with the check of which statement may stand where.
#pragma once

#include "compiler/syntax/expressions.h"
#include "compiler/syntax/writer.h"

namespace tactus::syntax {

// What a statement stands in.
enum class Place : std::uint8_t { File, Node, Patch, Rack, Test, When };

class Statements {
  public:
    explicit Statements(Writer &writer) : writer_(writer), expressions_(writer) {}

    TreeId body(T::BodyContext *context, Place place);

  private:
    using Children = Writer::Children;

    TreeId statement(T::StatementContext *context);
    TreeId block(T::BlockContext *context, Place place) { return body(context->body(), place); }
    TreeId node_definition(T::NodeDefinitionContext *context);
    TreeId word_definition(T::WordDefinitionContext *context);
    TreeId word_ports(Kind kind, antlr4::ParserRuleContext *context, const std::vector<T::WordPortContext *> &ports);
    TreeId controller(T::ControllerDefinitionContext *context);
    TreeId parameter(T::ParameterContext *context);
    TreeId option(T::OptionContext *context);
    TreeId declaration(T::DeclarationContext *context);
    TreeId equation(T::EquationContext *context);
    TreeId load(T::LoadContext *context);
    TreeId unpacking(T::UnpackingContext *context);
    TreeId chain_out(T::ChainOutContext *context);
    TreeId text_definition(Kind kind, antlr4::ParserRuleContext *context, T::NameContext *name, antlr4::Token *text);
    TreeId inputs(T::InputsContext *context);
    TreeId outputs(T::OutputsContext *context);
    TreeId dimensions(T::DimensionsContext *context); // absent for null
    TreeId type(T::TypeContext *context);             // absent for null
    void check_place(T::StatementContext *context);

    Writer &writer_;
    Expressions expressions_;
    Place place_ = Place::File;
};

} // namespace tactus::syntax
