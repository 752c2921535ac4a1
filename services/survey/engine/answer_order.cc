#include "services/survey/engine/answer_order.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Answer;
using v1alpha::Question;

// Where an answer stands; compared number by number.
using Place = absl::InlinedVector<std::size_t, 4>;

// The repeats around and including one, from the outermost.
std::vector<std::size_t> WayTo(const CompiledInstrument& instrument, int repeat) {
  std::vector<std::size_t> way;
  for (; repeat >= 0; repeat = instrument.repeats()[repeat].around) {
    way.push_back(static_cast<std::size_t>(repeat));
  }
  std::reverse(way.begin(), way.end());
  return way;
}

// Takes answers, which have to outlive it, and copies each once.
class Sorting {
 public:
  explicit Sorting(const CompiledInstrument& instrument) : instrument_(instrument) {}

  void Add(const Answer& answer) {
    if (const auto variable = instrument_.Position(answer.code())) {
      placed_.push_back({{0, *variable}, &answer, &instrument_.variables()[*variable]});
    } else if (const auto repeated = instrument_.RepeatedPosition(answer.code())) {
      const Variable& variable = instrument_.repeated_variables()[*repeated];
      Place place = InInstances(variable.repeat, answer, answer.instances_size());
      place.insert(place.end(), {0, *repeated});
      placed_.push_back({std::move(place), &answer, &variable});
    } else if (const auto repeat = instrument_.RepeatPosition(answer.code())) {
      const int depth = answer.instances_size();
      const int around = instrument_.repeats()[*repeat].around;
      Count(*repeat, InInstances(around, answer, depth), answer, depth, answer.count());
    }
  }

  RepeatedPtrField<Answer> Take() && {
    for (const auto& [place, count] : counts_) placed_.push_back({place, &count, nullptr});
    std::stable_sort(placed_.begin(), placed_.end(),
                     [](const Placed& a, const Placed& b) { return a.place < b.place; });
    RepeatedPtrField<Answer> sorted;
    sorted.Reserve(static_cast<int>(placed_.size()));
    for (const Placed& one : placed_) Copy(*one.answer, one.variable, sorted.Add());
    return sorted;
  }

 private:
  struct Placed {
    Place place;
    const Answer* answer = nullptr;
    const Variable* variable = nullptr;  // Null of a number of instances.
  };

  static void Copy(const Answer& answer, const Variable* variable, Answer* copy) {
    *copy = answer;
    copy->DiscardUnknownFields();
    if (variable == nullptr || !copy->has_choices()) return;
    const OptionCodes& options = *variable->options;
    std::stable_sort(copy->mutable_choices()->mutable_codes()->pointer_begin(),
                     copy->mutable_choices()->mutable_codes()->pointer_end(),
                     [&options](const std::string* a, const std::string* b) {
                       return options.Position(*a) < options.Position(*b);
                     });
  }

  // The place of the instance of a repeat that an answer is in, given by the first `depth` of its
  // instances. That there are so many is counted on the way.
  Place InInstances(int repeat, const Answer& answer, int depth) {
    Place place = {1};
    const std::vector<std::size_t> way = WayTo(instrument_, repeat);
    for (int i = 0; i < depth; ++i) {
      const int instance = answer.instances(i);
      Count(way[i], place, answer, i, instance);
      if (i > 0) place.push_back(1);
      place.insert(place.end(), {way[i], static_cast<std::size_t>(instance)});
    }
    return place;
  }

  // There are `count` instances at least of a repeat, within the instances at `place`, which are
  // the first `depth` of those of the answer.
  void Count(std::size_t repeat, Place place, const Answer& answer, int depth, int count) {
    if (count < 1) return;
    if (depth > 0) place.push_back(1);
    place.insert(place.end(), {repeat, 0});
    Answer& sum = counts_[std::move(place)];
    sum.set_code(instrument_.repeats()[repeat].code);
    sum.mutable_instances()->Assign(answer.instances().begin(), answer.instances().begin() + depth);
    sum.set_count(std::max(sum.count(), count));
  }

  const CompiledInstrument& instrument_;
  std::vector<Placed> placed_;
  std::map<Place, Answer> counts_;
};

RepeatedPtrField<Answer> Without(const CompiledInstrument& instrument,
                                 const RepeatedPtrField<Answer>& answers,
                                 absl::FunctionRef<bool(const Variable&)> is_left_out) {
  RepeatedPtrField<Answer> kept;
  for (const Answer& answer : answers) {
    const Variable* const variable = instrument.Find(answer.code());
    if (variable == nullptr || !is_left_out(*variable)) *kept.Add() = answer;
  }
  return kept;
}

}  // namespace

RepeatedPtrField<Answer> InInstrumentOrder(const CompiledInstrument& instrument,
                                           absl::Span<const Answer* const> answers) {
  Sorting sorting(instrument);
  for (const Answer* const answer : answers) sorting.Add(*answer);
  return std::move(sorting).Take();
}

RepeatedPtrField<Answer> InInstrumentOrder(const CompiledInstrument& instrument,
                                           const RepeatedPtrField<Answer>& answers) {
  return InInstrumentOrder(instrument, PointersTo(answers));
}

std::vector<const Answer*> PointersTo(const RepeatedPtrField<Answer>& answers) {
  return {answers.pointer_begin(), answers.pointer_end()};
}

RepeatedPtrField<Answer> WithoutMetadata(const CompiledInstrument& instrument,
                                         const RepeatedPtrField<Answer>& answers) {
  return Without(instrument, answers,
                 [](const Variable& variable) { return variable.kind == Question::KIND_METADATA; });
}

RepeatedPtrField<Answer> WithoutComputed(const CompiledInstrument& instrument,
                                         const RepeatedPtrField<Answer>& answers) {
  return Without(instrument, answers,
                 [](const Variable& variable) { return variable.is_computed; });
}

}  // namespace lotse::survey
