// One function per rule of the grammar.
#include "compiler/syntax/statements.h"

#include <algorithm>
#include <array>

#include "compiler/syntax/build.h"

namespace tactus::syntax {

namespace {

struct PlaceRule {
    std::size_t rule;
    std::string_view shown;  // what the statement is called
    std::string_view places; // a letter for each Place: File Node Patch Rack Test When
};

// Statements that are not listed may stand everywhere.
constexpr std::array place_rules{
    PlaceRule{T::RuleNodeDefinition, "a node definition", "FNPT"},
    PlaceRule{T::RuleWordDefinition, "a word definition", "FNPT"},
    PlaceRule{T::RulePatchDefinition, "a patch", "F"},
    PlaceRule{T::RuleRackDefinition, "a rack", "F"},
    PlaceRule{T::RuleControllerDefinition, "a controller", "F"},
    PlaceRule{T::RuleTestDefinition, "a test", "F"},
    PlaceRule{T::RuleExpectation, "`expect`", "T"},
    PlaceRule{T::RuleUse, "`use`", "F"},
    PlaceRule{T::RuleParameter, "`param`", "FP"},
    PlaceRule{T::RuleInput, "`input`", "FP"},
    PlaceRule{T::RuleTable, "a table", "FNPT"},
    PlaceRule{T::RuleBuffer, "a buffer", "FNPT"},
    PlaceRule{T::RuleSample, "a sample", "FNPT"},
    PlaceRule{T::RuleTrack, "a track", "FNPT"},
    PlaceRule{T::RuleWhen, "`when`", "FNPTW"},
};

struct PlaceName {
    char letter;
    std::string_view in;
};
constexpr std::array place_names{PlaceName{'F', "a file"}, PlaceName{'N', "a node"}, PlaceName{'P', "a patch"},
                                 PlaceName{'R', "a rack"}, PlaceName{'T', "a test"}, PlaceName{'W', "a `when`"}};

std::string list_places(std::string_view letters) {
    std::string list;
    for (const PlaceName &p : place_names) {
        if (letters.find(p.letter) != std::string_view::npos) {
            list += (list.empty() ? "" : ", ") + std::string{p.in};
        }
    }
    return list;
}

} // namespace

void Statements::check_place(T::StatementContext *context) {
    const auto *inner = dynamic_cast<antlr4::ParserRuleContext *>(context->children[0]);
    const auto rule = std::find_if(place_rules.begin(), place_rules.end(),
                                   [&](const PlaceRule &r) { return r.rule == inner->getRuleIndex(); });
    const PlaceName &here = place_names[static_cast<std::size_t>(place_)];
    if (rule == place_rules.end() || rule->places.find(here.letter) != std::string_view::npos) {
        return;
    }
    auto mistake = make_mistake(diag::Kind::StatementMisplaced, writer_.span(context), rule->shown, here.in);
    mistake.helps.push_back({fmt::format("it may stand in: {}", list_places(rule->places)), {}});
    auto *parameter = context->parameter();
    if (parameter != nullptr && parameter->option().empty() && parameter->type() == nullptr) {
        const Span whole = writer_.span(context), name = writer_.span(parameter->name());
        mistake.helps.push_back(
            {"what nobody changes is an equation", diag::Edit{{whole.file, whole.begin, name.begin}, ""}});
    }
    writer_.note(std::move(mistake));
}

TreeId Statements::body(T::BodyContext *context, Place place) {
    const Place outside = std::exchange(place_, place);
    Children children;
    for (auto *s : context->statement()) {
        check_place(s);
        const TreeId id = statement(s);
        writer_.set_doc(id, s->start);
        children.push_back(id);
    }
    place_ = outside;
    return writer_.add(Kind::Body, writer_.span(context), children);
}

TreeId Statements::statement(T::StatementContext *context) {
    const Span span = writer_.span(context);
    if (auto *node = context->nodeDefinition()) {
        return node_definition(node);
    }
    if (auto *word = context->wordDefinition()) {
        return word_definition(word);
    }
    if (auto *patch = context->patchDefinition()) {
        return writer_.named(Kind::PatchDefinition, span, patch->name(), {block(patch->block(), Place::Patch)});
    }
    if (auto *rack = context->rackDefinition()) {
        return writer_.named(Kind::RackDefinition, span, rack->name(), {block(rack->block(), Place::Rack)});
    }
    if (auto *definition = context->controllerDefinition()) {
        return controller(definition);
    }
    if (auto *test = context->testDefinition()) {
        antlr4::Token *title = test->STRING()->getSymbol();
        const TreeId inside = block(test->block(), Place::Test);
        const TreeId id = writer_.add(Kind::TestDefinition, span, {inside}, writer_.string(title));
        writer_.set_name_span(id, writer_.span(title));
        return id;
    }
    if (auto *expect = context->expectation()) {
        return writer_.add(Kind::Expect, span, {expressions_.value(expect->value())});
    }
    if (auto *use = context->use()) {
        antlr4::Token *path = use->STRING()->getSymbol();
        const TreeId id = writer_.add(Kind::Use, span, {}, writer_.string(path));
        writer_.set_name_span(id, writer_.span(path));
        return id;
    }
    if (auto *when = context->when()) {
        const TreeId condition = expressions_.value(when->value());
        return writer_.add(Kind::When, span, {condition, block(when->block(), Place::When)});
    }
    if (auto *input = context->input()) {
        const Children children{dimensions(input->dimensions()), type(input->type())};
        return writer_.named(Kind::Input, span, input->name(), children);
    }
    if (auto *table = context->table()) {
        const Children children{dimensions(table->dimensions()), expressions_.expression(table->expression())};
        return writer_.named(Kind::Table, span, table->name(), children);
    }
    if (auto *buffer = context->buffer()) {
        return writer_.named(Kind::Buffer, span, buffer->name(), {dimensions(buffer->dimensions())});
    }
    if (auto *sample = context->sample()) {
        return text_definition(Kind::Sample, sample, sample->name(), sample->STRING()->getSymbol());
    }
    if (auto *track = context->track()) {
        return text_definition(Kind::Track, track, track->name(), track->STRING()->getSymbol());
    }
    if (auto *p = context->parameter()) {
        return parameter(p);
    }
    if (auto *d = context->declaration()) {
        return declaration(d);
    }
    if (auto *e = context->equation()) {
        return equation(e);
    }
    return context->unpacking() != nullptr ? unpacking(context->unpacking()) : chain_out(context->chainOut());
}

TreeId Statements::node_definition(T::NodeDefinitionContext *context) {
    const TreeId in = inputs(context->inputs());
    const TreeId out = outputs(context->outputs());
    const TreeId inside = context->block() != nullptr ? block(context->block(), Place::Node)
                                                      : expressions_.expression(context->expression());
    return writer_.named(Kind::NodeDefinition, writer_.span(context), context->name(), {in, out, inside});
}

TreeId Statements::word_definition(T::WordDefinitionContext *context) {
    const TreeId in = word_ports(Kind::Inputs, context->wordInputs(), context->wordInputs()->wordPort());
    const TreeId out = word_ports(Kind::Outputs, context->wordOutputs(), context->wordOutputs()->wordPort());
    const TreeId inside = expressions_.words(context->words());
    return writer_.named(Kind::WordDefinition, writer_.span(context), context->name(), {in, out, inside});
}

TreeId Statements::word_ports(Kind kind, antlr4::ParserRuleContext *context,
                              const std::vector<T::WordPortContext *> &ports) {
    Children children;
    for (auto *p : ports) {
        const TreeId given = p->literal() != nullptr      ? expressions_.literal(p->literal())
                             : p->wordChoice() != nullptr ? writer_.add(Kind::Name, writer_.span(p->wordChoice()), {},
                                                                        writer_.text(p->wordChoice()))
                                                          : TreeId{};
        const Children parts{dimensions(p->dimensions()), type(p->type()), given};
        children.push_back(writer_.named(Kind::Port, writer_.span(p), p->name(), parts));
        writer_.set_doc(children.back(), p->start);
    }
    return writer_.add(kind, writer_.span(context), children);
}

TreeId Statements::controller(T::ControllerDefinitionContext *context) {
    Children children;
    for (auto *c : context->control()) {
        Children parts{dimensions(c->dimensions())};
        for (auto *o : c->option()) {
            parts.push_back(option(o));
        }
        children.push_back(writer_.named(Kind::Control, writer_.span(c), c->name(), parts));
        writer_.set_doc(children.back(), c->start);
    }
    return writer_.named(Kind::ControllerDefinition, writer_.span(context), context->name(), children);
}

TreeId Statements::parameter(T::ParameterContext *context) {
    Children children{dimensions(context->dimensions()), type(context->type()), expressions_.value(context->value())};
    for (auto *o : context->option()) {
        children.push_back(option(o));
    }
    return writer_.named(Kind::Parameter, writer_.span(context), context->name(), children);
}

TreeId Statements::option(T::OptionContext *context) {
    const Span span = writer_.span(context);
    Children children;
    for (auto *s : context->sum()) {
        children.push_back(expressions_.sum(s));
    }
    switch (context->start->getType()) {
    case T::IN:
        return writer_.add(Kind::OptionIn, span, children);
    case T::LOG:
        return writer_.add(Kind::OptionLog, span);
    case T::STEP:
        return writer_.add(Kind::OptionStep, span);
    case T::TOGGLE:
        return writer_.add(Kind::OptionToggle, span);
    case T::SMOOTH:
        return writer_.add(Kind::OptionSmooth, span, {expressions_.number(context->stop)});
    case T::CC:
        return writer_.add(Kind::OptionCc, span, children);
    case T::NRPN:
        return writer_.add(Kind::OptionNrpn, span, children);
    case T::OSC:
        return writer_.add(Kind::OptionOsc, span, {}, writer_.string(context->stop));
    case T::ARG:
        return writer_.add(Kind::OptionArg, span, {expressions_.number(context->stop)});
    default:
        return writer_.add(Kind::OptionFrom, span, {expressions_.postfix(context->postfix())});
    }
}

TreeId Statements::declaration(T::DeclarationContext *context) {
    const TreeId shape = dimensions(context->dimensions());
    const TreeId kind = type(context->type());
    const TreeId start = context->value() != nullptr ? expressions_.value(context->value()) : TreeId{};
    return writer_.named(Kind::Declare, writer_.span(context), context->name(), {shape, kind, start});
}

// out.send = …: the text is "out.send" and number is 1.
TreeId Statements::equation(T::EquationContext *context) {
    const auto names = context->name();
    const Span name = cover(writer_.span(names.front()), writer_.span(names.back()));
    std::string text{writer_.text(names.front())};
    if (names.size() > 1) {
        text += "." + std::string{writer_.text(names.back())};
    }
    const TreeId shape = dimensions(context->dimensions());
    const TreeId right =
        context->load() != nullptr ? load(context->load()) : expressions_.expression(context->expression());
    const double member = names.size() > 1 ? 1.0 : 0.0;
    const TreeId id = writer_.add(Kind::Equation, writer_.span(context), {shape, right}, text, member);
    writer_.set_name_span(id, name);
    return id;
}

TreeId Statements::load(T::LoadContext *context) {
    Children calls;
    const auto lists = context->arguments();
    for (auto *name : context->name()) {
        // The arguments of this call lie between its brackets; a call without any has no list.
        const auto own = std::find_if(lists.begin(), lists.end(), [&](T::ArgumentsContext *a) {
            return a->start->getTokenIndex() == name->stop->getTokenIndex() + 2;
        });
        const Children given = own == lists.end() ? Children{} : expressions_.arguments(*own);
        const Span end = given.empty() ? writer_.span(name) : writer_.span(given.back());
        calls.push_back(writer_.named(Kind::Call, cover(writer_.span(name), end), name, given));
    }
    antlr4::Token *path = context->STRING()->getSymbol();
    const TreeId id = writer_.add(Kind::Load, writer_.span(context), calls, writer_.string(path));
    writer_.set_name_span(id, writer_.span(path));
    return id;
}

TreeId Statements::unpacking(T::UnpackingContext *context) {
    Children children;
    for (auto *name : context->name()) {
        children.push_back(expressions_.name(name));
    }
    children.push_back(expressions_.expression(context->expression()));
    return writer_.add(Kind::Unpack, writer_.span(context), children);
}

TreeId Statements::chain_out(T::ChainOutContext *context) {
    Children children{expressions_.value(context->value())};
    for (auto *s : context->step()) {
        children.push_back(expressions_.step(s));
    }
    return writer_.add(Kind::ChainOut, writer_.span(context), children);
}

TreeId Statements::text_definition(Kind kind, antlr4::ParserRuleContext *context, T::NameContext *name,
                                   antlr4::Token *text) {
    const TreeId given = writer_.add(Kind::String, writer_.span(text), {}, writer_.string(text));
    return writer_.named(kind, writer_.span(context), name, {given});
}

TreeId Statements::inputs(T::InputsContext *context) {
    if (context == nullptr) {
        return {};
    }
    Children children;
    for (auto *p : context->port()) {
        const TreeId given = p->value() == nullptr ? TreeId{} : expressions_.value(p->value());
        const Children parts{dimensions(p->dimensions()), type(p->type()), given};
        children.push_back(writer_.named(Kind::Port, writer_.span(p), p->name(), parts));
        writer_.set_doc(children.back(), p->start);
    }
    return writer_.add(Kind::Inputs, writer_.span(context), children);
}

TreeId Statements::outputs(T::OutputsContext *context) {
    if (context == nullptr) {
        return {};
    }
    Children children;
    for (auto *p : context->outputPort()) {
        const Children parts{dimensions(p->dimensions()), type(p->type()), TreeId{}};
        children.push_back(writer_.named(Kind::Port, writer_.span(p), p->name(), parts));
    }
    return writer_.add(Kind::Outputs, writer_.span(context), children);
}

TreeId Statements::dimensions(T::DimensionsContext *context) {
    if (context == nullptr) {
        return {};
    }
    Children children;
    for (std::size_t i = 0; i < context->children.size(); ++i) {
        if (auto *size = dynamic_cast<T::ExpressionContext *>(context->children[i])) {
            children.push_back(expressions_.expression(size));
            continue;
        }
        // `[` and at once `]`: any length.
        auto *bracket = dynamic_cast<antlr4::tree::TerminalNode *>(context->children[i]);
        const bool opens = bracket != nullptr && bracket->getSymbol()->getType() == T::INDEX;
        if (opens && dynamic_cast<antlr4::tree::TerminalNode *>(context->children[i + 1]) != nullptr) {
            children.emplace_back();
        }
    }
    return writer_.add(Kind::Dimensions, writer_.span(context), children);
}

TreeId Statements::type(T::TypeContext *context) {
    if (context == nullptr) {
        return {};
    }
    const Span span = writer_.span(context);
    const auto names = context->plainName();
    if (names.size() < 2) {
        return writer_.add(Kind::TypeName, span, {}, writer_.text(context));
    }
    Children alternatives;
    for (auto *name : names) {
        alternatives.push_back(writer_.named(Kind::Name, writer_.span(name), name, {}));
    }
    return writer_.add(Kind::TypeName, span, alternatives);
}

std::variant<Tree, diag::Diagnostic> build_tree(const Tokens &tokens, T::ProgramContext *program) {
    Writer writer{tokens};
    Statements statements{writer};
    const TreeId root = statements.body(program->body(), Place::File);
    if (writer.mistake()) {
        return *writer.mistake();
    }
    return writer.take(root);
}

} // namespace tactus::syntax
