// Rings of patches: a rack whose slots hear each other in a circle needs 64 samples of delay on one of the wires, so
// that each patch can be worked out a few ticks at a time. Looked for in the text: who is named where, behind which
// `@`.
#include <algorithm>

#include "compiler/base/units.h"
#include "compiler/elaborate/elaborator.h"

namespace tactus::elaborate {

using syntax::Kind;
using syntax::TreeId;

namespace {

constexpr double least_delay_samples = 64.0;

// The equations and slots of one rack and who needs whom without a delay that is long enough.
class Wires {
  public:
    Wires(const Frame &rack, double sample_rate) : rack_(rack), tree_(*rack.tree), sample_rate_(sample_rate) {}

    // The names of a ring, the first once more at its end; empty when there is none.
    std::vector<const Binding *> ring() {
        for (const Binding *binding : rack_.order) {
            if (binding->kind == BindingKind::Slot && visit(binding)) {
                return ring_;
            }
        }
        return {};
    }

  private:
    bool visit(const Binding *binding) {
        const auto open = std::find(path_.begin(), path_.end(), binding);
        if (open != path_.end()) {
            ring_.assign(open, path_.end());
            ring_.push_back(binding);
            return std::any_of(ring_.begin(), ring_.end(),
                               [](const Binding *b) { return b->kind == BindingKind::Slot; });
        }
        if (!closed_.insert(binding).second) {
            return false;
        }
        path_.push_back(binding);
        for (const Binding *needed : needs(*binding)) {
            if (visit(needed)) {
                return true;
            }
        }
        path_.pop_back();
        return false;
    }

    // A slot needs the wires into it, an equation what it names.
    std::vector<const Binding *> needs(const Binding &binding) {
        std::vector<const Binding *> found;
        if (binding.kind == BindingKind::Slot) {
            for (const Binding *wire : rack_.order) {
                if (wire->name.starts_with(binding.name + ".")) {
                    found.push_back(wire);
                }
            }
        } else if (binding.id.valid()) {
            const auto children = tree_.children_of(binding.id);
            for (const TreeId child : children) {
                collect(child, found);
            }
        }
        return found;
    }

    void collect(TreeId id, std::vector<const Binding *> &found) {
        if (!id.valid() || (tree_[id].kind == Kind::Delay && is_long(id))) {
            return;
        }
        if (tree_[id].kind == Kind::Name) {
            const auto named = rack_.bindings.find(std::string(tree_.text(id)));
            if (named != rack_.bindings.end()) {
                found.push_back(named->second.get());
            }
        }
        for (const TreeId child : tree_.children_of(id)) {
            collect(child, found);
        }
    }

    // `@64`, `@5ms`, `@(2 * t)`, `@(t, min: 64, max: 1s)`: what is made of numbers, and of names of such.
    [[nodiscard]] bool is_long(TreeId delay) {
        const auto children = tree_.children_of(delay);
        for (std::size_t i = 1; i < children.size(); ++i) {
            const std::string_view name = tree_.text(children[i]);
            const auto written = constant(tree_.child(children[i], 0));
            const double scale = !written ? 0.0 : written->time == 1 ? sample_rate_ : written->time == 0 ? 1.0 : 0.0;
            if ((name.empty() || name == "min") && scale > 0.0 && written->number * scale >= least_delay_samples) {
                return true;
            }
        }
        return false;
    }

    struct Constant {
        double number = 0.0;
        int time = 0; // exponent of its unit
    };

    [[nodiscard]] std::optional<Constant> constant(TreeId id) {
        if (!id.valid()) {
            return std::nullopt;
        }
        switch (tree_[id].kind) {
        case Kind::Number:
            return number(id);
        case Kind::Group:
            return constant(tree_.child(id, 0));
        case Kind::Name:
            return named_constant(std::string(tree_.text(id)));
        case Kind::Binary:
            return combined(tree_.text(id), constant(tree_.child(id, 0)), constant(tree_.child(id, 1)));
        default:
            return std::nullopt;
        }
    }

    // Each name is worked out once; while it is, and in a ring of names, it has no value.
    [[nodiscard]] std::optional<Constant> named_constant(const std::string &name) {
        for (const Frame *frame = &rack_; frame != nullptr && frame->tree == rack_.tree; frame = frame->parent) {
            const auto it = frame->bindings.find(name);
            if (it == frame->bindings.end()) {
                continue;
            }
            const Binding &named = *it->second;
            if (named.kind != BindingKind::Equation || !named.id.valid()) {
                return std::nullopt;
            }
            if (const auto [known, fresh] = constants_.emplace(&named, std::nullopt); !fresh) {
                return known->second;
            }
            return constants_[&named] = constant(tree_.child(named.id, 1));
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Constant> number(TreeId id) const {
        const tactus::Unit *unit = find_unit(tree_.text(id));
        if (unit == nullptr) {
            return Constant{tree_[id].number, 0};
        }
        const double scaled = tree_[id].number * unit->multiplier / unit->divisor;
        switch (unit->dimension) {
        case Dimension::Time:
            return Constant{scaled, 1};
        case Dimension::Frequency:
            return Constant{scaled, -1};
        default:
            return std::nullopt;
        }
    }

    [[nodiscard]] static std::optional<Constant> combined(std::string_view op, std::optional<Constant> a,
                                                          std::optional<Constant> b) {
        if (!a || !b) {
            return std::nullopt;
        }
        if (op == "*") {
            return Constant{a->number * b->number, a->time + b->time};
        }
        if (op == "/" && b->number > 0.0) {
            return Constant{a->number / b->number, a->time - b->time};
        }
        if ((op == "+" || op == "-") && a->time == b->time) {
            return Constant{op == "+" ? a->number + b->number : a->number - b->number, a->time};
        }
        return std::nullopt;
    }

    const Frame &rack_;
    const syntax::Tree &tree_;
    double sample_rate_;
    std::set<const Binding *> closed_;
    std::map<const Binding *, std::optional<Constant>> constants_;
    std::vector<const Binding *> path_, ring_;
};

} // namespace

bool Elaborator::check_rings(Frame &rack) {
    const auto ring = Wires(rack, options_.sample_rate).ring();
    if (ring.empty()) {
        return true;
    }
    std::string names;
    Span first;
    for (const Binding *binding : ring) {
        if (binding->kind == BindingKind::Slot) {
            names += (names.empty() ? "`" : " ← `") + binding->name + "`";
        } else if (!first.file.valid()) {
            first = binding->span;
        }
    }
    auto &diagnostic = error(diag::Kind::PatchRing, first, names);
    for (const Binding *binding : ring) {
        if (binding->kind != BindingKind::Slot && binding->span != first) {
            diagnostic.labels.push_back({binding->span, "and back"});
        }
    }
    diagnostic.helps.push_back({"put `@64`, or a longer delay, behind one of the outputs", std::nullopt});
    return false;
}

} // namespace tactus::elaborate
