// The one object of this stage, private to the folder: what is known while a tree becomes a graph. Its members are
// grouped by the file that implements them; each file is one concern of the language.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <span>

#include "compiler/elaborate/causes.h"
#include "compiler/elaborate/elaborate.h"
#include "compiler/elaborate/environment.h"
#include "compiler/elaborate/mending.h"
#include "compiler/elaborate/tests.h"
#include "compiler/graph/builder.h"
#include "compiler/source/sound.h"

namespace tactus::elaborate {

// Where an expression stands: the frame whose names it sees, the equation it belongs to, the clock of its memories.
struct Context {
    Frame *frame = nullptr;
    const Binding *binding = nullptr;
    graph::NodeId clock;
    std::uint32_t delays = 0; // how many `@` are around
};

enum class Want : std::uint8_t { Anything, Phase };

struct Builtin;

// The rates and scopes that stand-ins only guessed, set by the op table now that every value is known.
void settle(graph::Graph &graph);
// On a thread with a stack of its own: nested names recurse.
void on_deep_stack(const std::function<void()> &work);

class Elaborator {
  public:
    Elaborator(source::SourceSet &sources, const Options &options, diag::Report &report);

    std::optional<graph::Graph> run(const syntax::Tree &tree);
    void check_all(const syntax::Tree &tree);
    std::vector<StackItem> run_listing(const syntax::Tree &tree);
    std::optional<Test> run_test(const syntax::Tree &tree, syntax::TreeId id, const Measured *results);

    // elaborate.cpp
    struct Played {
        syntax::TreeId definition; // invalid: the file itself where `top_level`, else nothing
        bool top_level = false;
        std::vector<std::string> names; // of all patches and racks
    };
    static Played find_played(const syntax::Tree &tree, std::string_view wanted);

  private:
    using TreeId = syntax::TreeId;
    using NodeId = graph::NodeId;
    using Op = graph::Op;

    struct Forward {
        Binding *binding = nullptr;
        NodeId stand_in;
        NodeId target;
        Span use;
        bool indexed = false; // taken for an array before its shape is known
        std::vector<std::pair<std::string, Span>>
            chain; // the names of the cycle, from the one asked for to the one asking
    };

    // names.cpp: bodies to bindings, looking names up, evaluating them once
    void declare_body(Frame &frame, TreeId body, When *when);
    void declare_statement(Frame &frame, TreeId id, When *when);
    void declare_choices(Frame &frame, TreeId type);
    void declare_equation(Frame &frame, TreeId id, When *when);
    Binding &declare(Frame &frame, std::string name, BindingKind kind, TreeId id, Span span, When *when);
    void describe_binding(Binding &binding, const syntax::Tree &tree, TreeId dimensions, TreeId type, TreeId init);
    Definition *make_definition(Frame &parent, TreeId id);
    std::string known_type(const syntax::Tree &tree, TreeId type);
    std::vector<Port> read_ports(const syntax::Tree &tree, TreeId ports);
    Binding *find(Frame *frame, std::string_view name);
    Binding *find_in_library(std::string_view name);
    void parse_library_file(std::size_t index);
    Value hold_all(const Value &given, const Value &start, const Binding &binding);
    Value not_yet(std::string_view what, Span span);
    Value value_of(Binding &binding, Span use);
    Value compute(Binding &binding);
    Value shape_to(const Binding &binding, Value value);
    void evaluate_all(Frame &frame);
    NodeId clock_of(When &when, Frame &frame, bool &never);
    Frame *use_file(Frame &user, TreeId id);
    std::optional<std::filesystem::path> path_below(Span span, const std::filesystem::path &wanted);
    const syntax::Tree *parse_beside(const std::filesystem::path &path);

    // forwards.cpp: names used while they are being worked out (cycles), the check that every cycle has a delay, the
    // final graph
    Value forward(Binding &binding, Span use);
    Forward *cycle_behind(NodeId signal);
    Value make_forward(Binding &binding, Span use);
    NodeId stand_in(Binding &binding, Span use, bool is_phase);
    void resolve_forwards(Binding &binding);
    bool report_cycles();
    void replace_stand_ins();
    graph::Graph finish_graph();
    void report_unstable(const graph::Graph &graph);

    // expressions.cpp
    Value eval(TreeId id, Want want = Want::Anything);
    Value eval_name(TreeId id);
    Value eval_select(TreeId id);
    Value eval_index(TreeId id);
    Value pick(const std::vector<Value> &elements, const Value &index, Span span);
    Value eval_if(TreeId id, Want want);
    Value eval_array(TreeId id);
    struct Numbers {
        double first = 0.0;
        std::size_t count = 0;
    };
    std::optional<Numbers> range_numbers(TreeId id);
    Value eval_range(TreeId id);
    Value eval_comprehension(TreeId id);
    Value eval_chain(TreeId id);
    Value eval_step(Value first, Span first_span, TreeId step);
    Value eval_literal(TreeId id);
    Value member(const Value &value, std::string_view name, Span span);
    std::optional<double> eval_number(TreeId id, std::string_view what, Unit unit = {});
    std::optional<double> constant_number(const Value &value, Span span, std::string_view what, Unit unit = {});
    std::optional<std::uint32_t> whole_count(const Value &value, Span span, std::string_view what);
    std::optional<std::uint32_t> eval_count(TreeId id, std::string_view what);

    // arithmetic.cpp: operators on numbers, signals and arrays, with units
    Value binary(std::string_view op, const Value &a, const Value &b, Span span, Span a_span, Span b_span,
                 Want want = Want::Anything);
    Value binary_scalar(std::string_view op, const Value &a, const Value &b, Span span, Span a_span, Span b_span,
                        Want want);
    Value power(const Value &a, const Value &b, Span span, Span a_span, Span b_span);
    Value compare(std::string_view op, const Value &a, const Value &b, Span span, Span a_span, Span b_span);
    Value logic(std::string_view op, const Value &a, const Value &b, Span span);
    Value negate(const Value &a, Span span, Want want = Want::Anything);
    Value logical_not(const Value &a, Span span);
    Value choose(const Value &condition, const Value &a, const Value &b, Span span, Span a_span, Span b_span);
    std::optional<Unit> join_units(const Value &a, const Value &b, std::string_view what, Span span, Span a_span,
                                   Span b_span, bool adding = false);
    Value broadcast(std::span<const Value> operands, Span span,
                    const std::function<Value(std::span<const Value>)> &each);
    Value plain_value(const Value &value); // a record stands for its first output
    bool want_scalar(const Value &value, Span span, std::string_view what);

    // signals.cpp: values to graph nodes
    NodeId emit(Op op, std::initializer_list<NodeId> operands, Span span, graph::Attributes attributes = {});
    NodeId emit_memory(Op op, std::initializer_list<NodeId> operands, Span span, std::string_view hint,
                       graph::Attributes attributes = {});
    NodeId emit_at(Op op, std::span<const NodeId> operands, Span span, graph::Attributes attributes, bool memory,
                   std::string_view hint);
    NodeId real(const Value &value, Span span);
    NodeId boolean(const Value &value, Span span);
    NodeId phase(const Value &value, Span span);
    Value to_phase(const Value &value, Span span);
    Value to_unit(const Value &value, std::string_view type, Span span, std::string_view what);
    NodeId beat_seconds(Span span);
    std::string address() const;
    std::string unique(const std::string &address);
    graph::Type type_of(const Value &value) const;
    bool is_generic(NodeId id) const;
    bool exhausted() const { return exhausted_; }
    bool check_room(std::uint64_t more, Span span);
    void start_counting();
    // What follows is one of `count` repetitions: the first stands for all of them, so that a tower of repetitions is
    // refused before it is made. Ends with the object.
    class Repetition {
      public:
        Repetition(Elaborator &elaborator, std::uint64_t count, std::uint64_t index);
        ~Repetition() { elaborator_.times_ = before_; }
        Repetition(const Repetition &) = delete;
        Repetition &operator=(const Repetition &) = delete;

      private:
        Elaborator &elaborator_;
        std::uint64_t before_;
    };
    bool check_entries(std::uint64_t more, Span span);
    bool refuse_arrays(std::uint64_t most, Span span); // false
    bool check_steps(std::uint64_t more, Span span);

    // memory.cpp: `@`
    Value eval_delay(TreeId id);
    Value delay(const Value &value, const Value &length, const Value &start, const struct DelayOptions &options,
                Span span);
    Value delay_scalar(const Value &value, const Value &length, const Value &start, const struct DelayOptions &options,
                       Span span);
    bool tell_moving_input(NodeId length, Span place);
    NodeId registers(NodeId value, NodeId start, std::uint32_t count, Span span);
    NodeId line_of(NodeId value, float start, std::uint32_t longest, Span span);
    Value start_value(TreeId operand);
    Value init_of(Binding &binding);
    bool moves(const Value &value);

    // calls.cpp: definitions and their instances
    std::vector<Argument> read_arguments(TreeId call, std::uint32_t skip_last = 0);
    Value call_name(std::string_view name, std::vector<Argument> arguments, Span span, Span name_span);
    Value call_value(const Value &node, std::vector<Argument> arguments, Span span, Span name_span);
    // `handed_in`: by the name of an input that is a node
    Value call_definition(const Definition &definition, std::vector<Argument> arguments, Span span, Span name_span,
                          bool handed_in = false);
    bool assign(const std::vector<Port> &ports, std::string_view name, std::vector<Argument> &arguments,
                std::vector<Argument *> &assigned, Span name_span, bool partial);
    bool assign_partial(const std::vector<Port> &ports, std::string_view name, std::vector<Argument> &arguments,
                        std::vector<Argument *> &assigned, Span name_span);
    std::string sample_call(const std::string &name, const std::vector<Port> &ports,
                            const std::vector<Argument> &arguments, std::size_t missing) const;
    std::vector<std::string> choices_of(const Binding &binding) const;
    Value eval_argument(const Port &port, Argument &argument);
    Value eval_node(TreeId id);
    bool want_node(const Value &value, Span span, std::string_view input);
    bool names_node(const Argument &argument);
    bool are_exchanged(const std::vector<Port> &ports, const std::vector<Argument *> &assigned);
    void report_ring(const Frame &first, const Definition &definition, Span span, const std::string &names);
    Value expand(const Definition &definition, std::vector<Value> values, const std::vector<Span> &given,
                 std::string where, Span span, bool handed_in);
    Value regroup(std::vector<Value> made);
    Value instantiate(const Definition &definition, const std::vector<Value> &values, const std::vector<Span> &given,
                      std::string where, Span span, bool handed_in = false);
    bool calls_itself(const Definition &definition, bool handed_in, Span span);
    std::string ring_of_inputs(const Definition &definition) const;
    Value shape_input(const Port &port, const Value &value, Span span);
    Value outputs_of(Frame &frame, const Definition &definition);
    std::uint64_t least_nodes(Definition &definition);
    std::uint32_t rank_of(const Value &value) const;

    // builtins.cpp
    Value call_builtin(const Builtin &builtin, std::vector<Argument> arguments, Span span, Span name_span,
                       bool handed_in = false);
    Value apply_function(const Builtin &builtin, std::span<const Value> values, std::span<const Span> spans, Span span);
    // `places`: where the inputs are written
    Value builtin_sum(const Value &value, Span span, Span list_span);
    Value builtin_fold(const Value &list, Value start, const Value &node, Span span, std::span<const Span> places);
    std::optional<Value> constant_name(std::string_view name, Span span);

    // substeps.cpp: nodes that run several times in one sample
    Value builtin_substeps(const Value &list, const Value &node, Span span, std::span<const Span> places);
    Value builtin_oversample(const std::vector<Value> &values, Span span, std::span<const Span> places, bool handed_in);
    Value unroll(const Value &made, std::uint32_t region, NodeId x, std::span<const NodeId> inputs, Span span);
    [[nodiscard]] double sample_rate() const { return static_cast<double>(options_.sample_rate) * at_.frame->steps; }
    // blocks.cpp: convolution and spectra
    bool blocks_stand_here(std::string_view name, Span span);
    Value builtin_convolve(std::span<const Value> values, std::span<const Span> spans, Span span);
    std::optional<graph::TableId> response_of(graph::TableId row, const Compound &table, Span span);
    Value convolve_row(const Value &x, graph::TableId row, Span span);
    std::optional<graph::Attributes> block_shape(std::span<const Value> values, std::span<const Span> spans);
    Value builtin_fft(const std::vector<Value> &values, std::span<const Span> spans, bool inverse, Span span);
    Value builtin_blockposition(const std::vector<Value> &values, std::span<const Span> spans, Span span);
    // tables.cpp
    Value compute_table(Binding &binding);
    enum class Between : std::uint8_t { none, linear, cubic }; // how a read goes from entry to entry
    Value builtin_read(const Value &table, const Value &where, const Value &row, Between between, Span span,
                       std::span<const Span> places);
    Value read_rows(const Value &table, const Value &where, const Value &row, Between between, Span span);
    Value read_row(const Value &table, std::uint32_t row, const Value &where, Between between, Span span);
    NodeId curve(NodeId f, NodeId slope, const std::array<NodeId, 4> &points, Span span);
    graph::TableId constant_table(std::string name, std::vector<float> values);
    Value constant_lookup(const std::vector<Value> &elements, const Value &index, Span span);
    Value apply_limits(const Value &value, double most, Span span);
    // buffers.cpp: memory that is written and read anywhere
    Value compute_buffer(Binding &binding);
    Value write_buffer(Binding &binding);
    std::optional<std::uint32_t> buffer_length(TreeId dimensions);
    NodeId entry_number(const Value &where, std::uint32_t length, double rate, Span span);
    void write_all_buffers();
    // sounds.cpp: data of sound files
    Value compute_sample(Binding &binding);
    const source::Sound *sound_of(const std::filesystem::path &path, const std::string &shown, Span span);
    // tracks.cpp: music written as a text
    Value compute_track(Binding &binding);
    // words.cpp: the compile-time stack
    Value eval_stack(TreeId id);
    Value run_word(const Definition &definition, Frame &frame, const std::vector<Value> &inputs);
    void run_words(TreeId words, std::vector<Item> &stack);
    void run_item(TreeId id, std::vector<Item> &stack);
    bool shuffle(std::string_view word, std::vector<Item> &stack, Span span);
    void run_operator(std::string_view op, std::vector<Item> &stack, Span span);
    void run_call(std::string_view name, std::vector<Argument> arguments, std::vector<Item> &stack, Span span,
                  Span name_span, std::string_view selected);
    void declare_word_names(Frame &frame, TreeId words);
    void stack_too_short(std::string_view word, const std::vector<Port> &wanted, const std::vector<Item> &stack,
                         Span span);
    // instruments.cpp: patches, parameters, inputs, notes, voices
    bool options_agree(std::span<const TreeId> options);
    Value compute_parameter(Binding &binding);
    bool fits_parameter(TreeId parameter, const Value &value, Span span);
    void mend_outside(diag::Diagnostic &diagnostic, Span range, bool below) const;
    std::optional<double> parameter_bound(TreeId id, std::string_view unit);
    std::optional<double> controller_number(TreeId option, std::uint32_t child, std::string_view what, double most);
    bool read_parameter_option(TreeId option, const Binding &binding, struct ParameterOptions &made);
    Value make_parameters(const Value &value, const std::string &name, const Binding &binding,
                          const struct ParameterOptions &options, std::uint32_t &index, Span span);
    Value compute_input(Binding &binding);
    std::optional<std::uint32_t> poly_voices(const Argument &count);
    std::optional<std::uint32_t> poly_choice(const Argument *argument, std::string_view input,
                                             std::initializer_list<std::string_view> words);
    Value call_voice(const Value &node, graph::PolyId poly, Span node_span, Span span);
    Value builtin_poly(std::vector<Argument *> &assigned, Span span);
    Value builtin_note(const std::vector<Value> &values, Span span, std::span<const Span> places);
    void in_voice(graph::PolyId poly, const std::function<void()> &work);
    void make_voice_sums(const Value &made, graph::PolyId poly, std::vector<std::string> &names,
                         std::vector<Value> &values, Span span);
    Value voice_note(graph::PolyId poly, Span span);
    Frame &patch_frame(const syntax::Tree &tree, const Definition *definition);
    void collect_outputs(Frame &frame);
    double tuning(Span span);
    // notes.cpp: which notes voices hear
    std::optional<graph::NoteSource> read_notes_filter(const std::vector<Argument *> &assigned, Span span);
    Value builtin_notes(const std::vector<Argument *> &assigned, Span span);
    std::optional<graph::NoteSource> notes_heard(Frame *frame, Span span);
    std::optional<graph::NoteSource> notes_given(Binding &binding, Span span);
    std::optional<graph::NoteSource> note_source(const Value &value, Span span);
    std::optional<graph::NoteSource> poly_notes(const Argument *argument, Span span);
    // blame.cpp: where a mistake is shown, and what only follows from another
    Span at_call(Span span) const;
    Span node_place(const Value &node, Span otherwise) const;
    void blame_input(diag::Diagnostic &made) const;
    [[nodiscard]] bool in_library(Span span) const { return sources_.is_built_in(span); }
    void needs(Span place);
    void misnamed(Frame &frame) { frame.misnamed = true; }
    [[nodiscard]] bool names_are_wrong(const Frame *frame) const;
    void settle_blame(FileId file);
    Span work_place(Span place) const { return in_library(place) ? Span{} : place; }
    // library.cpp, guesses.cpp: names that are nowhere
    Value unknown_name(std::string_view name, Span span, const Written *call = nullptr);
    const Binding *known_name(std::string_view name);
    bool takes(std::string_view name, const Written &call);
    // library.cpp, guesses.cpp: edits that need what is known of names
    bool mend_unknown(diag::Diagnostic &diagnostic, std::string_view name, const Written *call);
    void mend_header_name(diag::Diagnostic &diagnostic, const Definition &word) const;
    void mend_order(syntax::TreeId item, std::span<const syntax::TreeId> behind);
    void mend_word(TreeId before, TreeId item);
    std::optional<diag::Help> input_by_name(Span place) const;
    void tell_patch_used(Span use, const std::string &file, std::size_t first);
    void mend_process(const Frame &file);
    void mend_note(const Port &port, Span span);
    std::optional<diag::Edit> mend_path(Span span, const std::string &path) const;
    void mend_unnamed_output(diag::Diagnostic &diagnostic, const Frame &frame, std::string_view output) const;
    std::string type_in_words(const Value &value) const;
    // tests.cpp: `test` and what its conditions measure
    bool is_measure(std::string_view name) const;
    Value call_measure(std::string_view name, std::vector<Argument> arguments, Span span, Span name_span);
    Value measure_signal(std::string_view name, const Value &given, const Value &given_number,
                         MeasureArguments arguments, Span span, std::span<const Span> places);
    double measured(std::string_view measure, const Value &signal, const MeasureArguments &given, Span span);
    Value judge_near(const Value &a, const Value &b, const Value &within, Span span, std::span<const Span> places);
    Value judge(TreeId id);
    bool holds(const Value &value, Span span);
    void show(const Value &value, Span span);
    double test_seconds(Frame &frame);

    // racks.cpp: files as slots of a rack, the wires between them
    void declare_slot(Frame &frame, TreeId id);
    Frame *open_slot(Binding &binding);
    Frame *load_patch(Slot &slot, const syntax::Tree &tree);
    std::optional<std::string> slot_path(const Slot &slot);
    bool read_slot_notes(Slot &slot);
    void open_slots(Frame &rack);
    void connect_wires(Frame &rack);
    bool check_rings(Frame &rack);
    void collect_slots(Frame &rack, BindingKind kind);
    void finish_slots(Frame &rack);
    Binding *slot_named(TreeId id);
    Value slot_output(Binding &binding, std::string_view output, Span use);
    std::optional<Value> wire_value(Binding &binding, const Port &port);
    const Slot *slot_around(const Frame *frame) const;
    std::string slot_prefix(const Frame &frame) const;
    double slot_tuning(Span span);
    void tell_loads();

    // controllers.cpp: the controls of a device, and parameters that follow them
    Value compute_controller(Binding &binding);
    Value control_as_value(Span span);
    bool read_control(TreeId id, struct Control &made);
    bool read_control_option(TreeId option, struct Control &made);
    struct ControlRange { // of one control, those that a parameter follows
        const struct Control *control = nullptr;
        std::uint32_t first = 0, count = 0;
    };
    std::optional<ControlRange> followed_controls(TreeId expression);
    const struct ControllerBox *controller_named(TreeId expression);

    // check.cpp
    void check_definition(const Definition &definition);
    std::optional<Value> generic_value(const Port &port);

    [[nodiscard]] const syntax::Tree &tree() const { return *at_.frame->tree; }
    [[nodiscard]] Span span_of(TreeId id) const { return tree()[id].span; }
    [[nodiscard]] std::string text_of(Span span) const { return std::string(sources_.text(span)); }
    // A mistake in the library's text is one of the call that led there.
    diag::Diagnostic &error(diag::Kind kind, Span span, const auto &...arguments) {
        causes_.reported(report_.diagnostics().size(), kind);
        diag::Diagnostic &made = report_.add(kind, at_call(span), arguments...);
        if (made.span != span) {
            blame_input(made);
            made.labels.push_back({span, "in the library"});
        }
        return made;
    }
    Frame &new_frame(Frame *parent, const syntax::Tree &tree, std::string where);

    source::SourceSet &sources_;
    const Options &options_;
    diag::Report &report_;
    graph::Builder builder_;
    Context at_;
    std::deque<syntax::Tree> trees_;
    std::deque<Frame> frames_;
    std::deque<Definition> definitions_;
    std::map<std::string, Frame *, std::less<>> used_files_;
    std::set<std::size_t> library_parsed_;                       // library files whose names are in `library_`
    std::map<std::string, std::optional<source::Sound>> sounds_; // by path; empty: reported
    Frame *library_ = nullptr;
    std::deque<Slot> slots_;
    std::map<const Binding *, Slot *> slot_of_;
    std::map<const Binding *, std::optional<graph::NoteSource>> note_sources_; // what is called `notes`
    std::map<std::string, const syntax::Tree *, std::less<>> loaded_trees_;    // null: it has mistakes
    std::map<const Binding *, std::shared_ptr<const struct ControllerBox>> controllers_;
    Frame *played_ = nullptr; // the patch or rack that is worked out
    std::vector<Binding *> busy_;
    std::vector<Forward> forwards_;
    std::size_t cycle_looks_ = 0;   // nodes and stand-ins that cycle_behind has looked at
    std::vector<Binding *> writes_; // the writing equations of all buffers
    std::map<std::string, std::uint32_t, std::less<>> address_counts_;
    std::map<LineKey, std::vector<NodeId>> registers_;
    std::map<LineKey, NodeId> lines_;
    std::vector<bool> generic_;
    std::vector<std::uint32_t> regions_; // of each node: the frame's where it was made
    std::uint32_t region_count_ = 0;
    std::map<graph::NameId, Span> library_calls_; // the call that led to a memory in the library, by its address
    NodeId beat_seconds_;
    std::uint64_t entries_ = 0, steps_ = 0;      // of all arrays made so far; of what was worked out
    std::set<std::string, std::less<>> unknown_; // names that were reported
    std::set<const Definition *> rings_;         // nodes that call each other, as far as they were reported
    TestState *test_ = nullptr;                  // while a test is worked out
    std::size_t silent_ = 0, first_counted_ = 0; // mistakes said before; nodes made before what is being checked
    std::uint64_t foreseen_ = 0;                 // nodes when every repetition is like its first
    std::uint64_t times_ = 1;                    // how often what is being made will be made
    bool count_beats_ = false;    // a parameter in beats keeps their number; the tempo enters where it is used
    Span handed_in_at_;           // where the node that is called next was handed to an input
    std::uint64_t reentries_ = 0; // calls of nodes inside of themselves, by inputs
    bool exhausted_ = false, abandoned_ = false;
    bool checking_ = false; // inputs may stand where a constant is wanted: the check of that node then ends
    Causes causes_;
    const Mender mender_{sources_};
};

} // namespace tactus::elaborate
