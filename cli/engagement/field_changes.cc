#include "cli/engagement/field_changes.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/timestamp.pb.h>

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/catalog.h"
#include "cli/engagement/days.h"
#include "cli/engagement/field_words.h"
#include "cli/engagement/words.h"
#include "cli/moment.h"
#include "google/type/date.pb.h"
#include "google/type/decimal.pb.h"
#include "runtime/types/date.h"

namespace lotse::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;
using type::v1alpha::DiffRevisionsResponse;
using type::v1alpha::DiffStatesResponse;

// A part of a path such as `criteria[2].result`.
struct Step {
  std::string field;
  int index = -1;  // of a list
};

std::vector<Step> StepsOf(absl::string_view path) {
  std::vector<Step> steps;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    const std::vector<absl::string_view> words = absl::StrSplit(part, absl::ByAnyChar("[]"));
    Step step = {std::string(words[0])};
    if (words.size() > 1 && !absl::SimpleAtoi(words[1], &step.index)) step.index = -1;
    steps.push_back(step);
  }
  return steps;
}

// A value in a message: of a field, or of an element of a list.
struct Place {
  Message* message = nullptr;  // null if there is no such place
  const FieldDescriptor* field = nullptr;
  int index = -1;
};

// Whether the place holds something.
bool IsSet(const Place& place) {
  if (place.message == nullptr) return false;
  const auto& reflection = *place.message->GetReflection();
  return place.index < 0 ? reflection.HasField(*place.message, place.field)
                         : place.index < reflection.FieldSize(*place.message, place.field);
}

Message* Inner(const Place& place) {
  const auto& reflection = *place.message->GetReflection();
  return place.index < 0
             ? reflection.MutableMessage(place.message, place.field)
             : reflection.MutableRepeatedMessage(place.message, place.field, place.index);
}

// The place that the first `count` steps lead to.
Place Follow(Message* message, const std::vector<Step>& steps, size_t count) {
  Place place;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) {
      const bool goes_on = IsSet(place) && place.field->message_type() != nullptr;
      if (!goes_on) return {};
      message = Inner(place);
    }
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(steps[i].field);
    if (field == nullptr || field->is_repeated() != (steps[i].index >= 0)) return {};
    place = {message, field, steps[i].index};
  }
  return place;
}

// Puts a value in protobuf's text format behind those of a list, or into a field.
bool Put(const std::string& text, const Place& place) {
  const auto& reflection = *place.message->GetReflection();
  TextFormat::Parser parser;
  if (place.field->message_type() == nullptr) {
    return parser.ParseFieldValueFromString(text, place.field, place.message);
  }
  Message* value = place.index < 0 ? reflection.MutableMessage(place.message, place.field)
                                   : reflection.AddMessage(place.message, place.field);
  return parser.ParseFromString(text, value);
}

// Makes of what it is after a change what it was before. False if it does not fit.
bool Undo(const DiffRevisionsResponse::Difference& difference, Message* message) {
  const std::vector<Step> steps = StepsOf(difference.path());
  const Place place = Follow(message, steps, steps.size());
  if (place.message == nullptr) return false;
  const auto& reflection = *place.message->GetReflection();
  if (place.index < 0) {
    reflection.ClearField(place.message, place.field);
    return difference.before().empty() || Put(difference.before(), place);
  }
  const int size = reflection.FieldSize(*place.message, place.field);
  const bool was_added = difference.before().empty();
  const bool was_removed = difference.after().empty();
  if (place.index != size && (was_removed || place.index > size)) return false;
  if (was_added && place.index != size - 1) return false;
  if (!was_added && !Put(difference.before(), place)) return false;
  if (was_removed) return true;
  // The one before stands behind the one after, which goes.
  if (!was_added) reflection.SwapElements(place.message, place.field, place.index, size);
  reflection.RemoveLast(place.message, place.field);
  return true;
}

// What it was before all the differences; null if they do not fit.
std::unique_ptr<Message> Before(const DiffStatesResponse::ResourceDifference& resource,
                                const Message& after) {
  std::unique_ptr<Message> before(after.New());
  before->CopyFrom(after);
  const auto& all = resource.differences();
  // What was added stands at the end of its list, and what was removed goes back there.
  for (auto it = all.rbegin(); it != all.rend(); ++it) {
    if (!it->after().empty() && !Undo(*it, before.get())) return nullptr;
  }
  for (const auto& difference : all) {
    if (difference.after().empty() && !Undo(difference, before.get())) return nullptr;
  }
  return before;
}

template <typename T>
T As(const Message& message) {
  T value;
  value.CopyFrom(message);
  return value;
}

// Whether values of the type are shown as one text.
bool IsWhole(const Descriptor* type) {
  return type == google::type::Date::descriptor() || type == google::type::Decimal::descriptor() ||
         type == google::protobuf::Timestamp::descriptor() ||
         type == type::v1alpha::Text::descriptor();
}

// Shows values.
class Values {
 public:
  Values(absl::string_view owner, const ViewOptions& options) : owner_(owner), options_(options) {}

  std::string Of(const Place& place) const {
    if (place.message == nullptr) return "";
    const FieldDescriptor& field = *place.field;
    const auto& reflection = *place.message->GetReflection();
    // Of these, what was not said is a no.
    if (field.type() == FieldDescriptor::TYPE_BOOL && place.index < 0) {
      return Either(reflection.GetBool(*place.message, &field));
    }
    if (!IsSet(place)) return "";
    if (field.message_type() != nullptr) return OfMessage(*Inner(place));
    if (field.enum_type() != nullptr) {
      const int value = place.index < 0
                            ? reflection.GetEnumValue(*place.message, &field)
                            : reflection.GetRepeatedEnumValue(*place.message, &field, place.index);
      return Show(WordOf(*field.enum_type(), value, options_.language), options_);
    }
    if (field.type() == FieldDescriptor::TYPE_STRING) {
      std::string scratch;
      const std::string& value =
          place.index < 0 ? reflection.GetStringReference(*place.message, &field, &scratch)
                          : reflection.GetRepeatedStringReference(*place.message, &field,
                                                                  place.index, &scratch);
      return Show(Below(value, owner_), options_);
    }
    std::string text;
    TextFormat::PrintFieldValueToString(*place.message, &field, place.index, &text);
    return Show(text, options_);
  }

  // All wordings of a text, each with its language.
  std::string OfWordings(const Place& place) const {
    std::vector<std::string> wordings;
    if (!IsSet(place)) return "";
    const auto text = As<type::v1alpha::Text>(*Inner(place));
    for (const auto& variant : text.variants()) {
      wordings.push_back(Show(absl::StrCat(variant.language(), ": ", variant.text()), options_));
    }
    return absl::StrJoin(wordings, "; ");
  }

  std::string Label(const FieldDescriptor& field) const {
    return Show(FieldWord(field.name(), options_.language), options_);
  }

 private:
  std::string Either(bool yes) const {
    return std::string(yes ? cli::Either(options_.language, "ja", "yes")
                           : cli::Either(options_.language, "nein", "no"));
  }

  std::string OfMessage(Message& message) const {
    const Descriptor* type = message.GetDescriptor();
    if (type == google::type::Date::descriptor()) {
      return DayText(As<google::type::Date>(message));
    }
    if (type == google::type::Decimal::descriptor()) {
      return As<google::type::Decimal>(message).value();
    }
    if (type == google::protobuf::Timestamp::descriptor()) {
      return MomentText(types::FromTimestamp(As<google::protobuf::Timestamp>(message)));
    }
    if (type == type::v1alpha::Text::descriptor()) {
      return ShowText(As<type::v1alpha::Text>(message), options_);
    }
    std::vector<std::string> parts;
    std::vector<const FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      parts.push_back(absl::StrCat(Label(*field), ": ", OfField(message, *field)));
    }
    return absl::StrJoin(parts, "; ");
  }

  // All values of a field, what has parts in brackets.
  std::string OfField(Message& message, const FieldDescriptor& field) const {
    std::vector<std::string> values;
    const int count = field.is_repeated() ? message.GetReflection()->FieldSize(message, &field) : 1;
    for (int i = 0; i < count; ++i) {
      const std::string value = Of({&message, &field, field.is_repeated() ? i : -1});
      const bool has_parts = field.message_type() != nullptr && !IsWhole(field.message_type());
      values.push_back(has_parts ? absl::StrCat("(", value, ")") : value);
    }
    return absl::StrJoin(values, ", ");
  }

  const absl::string_view owner_;
  const ViewOptions& options_;
};

// How many steps lead to what is shown as one.
size_t WholeSteps(Message* message, Message* other, const std::vector<Step>& steps) {
  for (size_t count = 1; count < steps.size(); ++count) {
    Place place = Follow(message, steps, count);
    if (place.message == nullptr) place = Follow(other, steps, count);
    if (place.message != nullptr && IsWhole(place.field->message_type())) return count;
  }
  return steps.size();
}

// The id of an element of a list; empty if it has none.
std::string IdOfElement(const Place& place) {
  if (!IsSet(place) || place.field->message_type() == nullptr) return "";
  const Message& element = *Inner(place);
  for (int i = 0; i < element.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = element.GetDescriptor()->field(i);
    const bool is_id = absl::EndsWith(field->name(), "_id") && !field->is_repeated() &&
                       field->type() == FieldDescriptor::TYPE_STRING;
    if (is_id) return element.GetReflection()->GetString(element, field);
  }
  return "";
}

std::string LabelOf(Message* message, Message* other, const std::vector<Step>& steps, size_t count,
                    const Values& values, const ViewOptions& options) {
  std::vector<std::string> words;
  for (size_t i = 1; i <= count; ++i) {
    Place place = Follow(message, steps, i);
    if (!IsSet(place)) place = Follow(other, steps, i);
    const Step& step = steps[i - 1];
    std::string word = place.field == nullptr ? step.field : values.Label(*place.field);
    if (step.index >= 0) {
      std::string id = Show(IdOfElement(place), options);
      if (id.empty()) id = absl::StrCat(step.index + 1);
      absl::StrAppend(&word, " (", id, ")");
    }
    words.push_back(word);
  }
  return absl::StrJoin(words, ", ");
}

std::vector<FieldChange> AsTold(const DiffStatesResponse::ResourceDifference& resource,
                                const ViewOptions& options) {
  std::vector<FieldChange> changes;
  for (const auto& difference : resource.differences()) {
    changes.push_back({Show(difference.path(), options), Show(difference.before(), options),
                       Show(difference.after(), options)});
  }
  return changes;
}

}  // namespace

std::vector<FieldChange> FieldChanges(const DiffStatesResponse::ResourceDifference& resource,
                                      absl::string_view owner, const ViewOptions& options) {
  const std::unique_ptr<Message> after = Unpack(resource.content());
  const std::unique_ptr<Message> before = after == nullptr ? nullptr : Before(resource, *after);
  if (before == nullptr) return AsTold(resource, options);
  const Values values(owner, options);
  std::vector<FieldChange> changes;
  std::string last;
  for (const auto& difference : resource.differences()) {
    const std::vector<Step> steps = StepsOf(difference.path());
    const size_t count = WholeSteps(after.get(), before.get(), steps);
    const Place is = Follow(after.get(), steps, count);
    const Place was = Follow(before.get(), steps, count);
    const std::string whole = absl::StrJoin(steps.begin(), steps.begin() + static_cast<int>(count),
                                            ".", [](std::string* out, const Step& step) {
                                              absl::StrAppend(out, step.field, "[", step.index);
                                            });
    if (whole == last) continue;
    last = whole;
    FieldChange change = {LabelOf(after.get(), before.get(), steps, count, values, options),
                          values.Of(was), values.Of(is)};
    // In another language than that of the view.
    const FieldDescriptor* field = is.field != nullptr ? is.field : was.field;
    if (change.before == change.after && field != nullptr &&
        field->message_type() == type::v1alpha::Text::descriptor()) {
      change.before = values.OfWordings(was);
      change.after = values.OfWordings(is);
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace lotse::cli
