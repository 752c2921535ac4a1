// Nothing is dropped in silence: whatever field of a questionnaire is set, it is there when the
// file that is written is read again, or a finding tells that it is not. The fields come from the
// descriptors, so that a new one is not forgotten.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/api/field_behavior.pb.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/forms/read_form.h"
#include "services/survey/exchange/forms/write_form.h"

namespace lotse::survey {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using testing::IsEmpty;
using v1alpha::ExportInstrumentRequest;
using v1alpha::ImportFinding;
using v1alpha::ImportInstrumentRequest;
using v1alpha::Instrument;
using v1alpha::Question;

using Questions = google::protobuf::RepeatedPtrField<Question>;

struct Format {
  WrittenFormat written;
  FormFormat read;
};

constexpr Format kFormats[] = {
    {ExportInstrumentRequest::FORMAT_XLSFORM_XLSX, ImportInstrumentRequest::FORMAT_XLSFORM},
    {ExportInstrumentRequest::FORMAT_XLSFORM_CSV, ImportInstrumentRequest::FORMAT_XLSFORM},
    {ExportInstrumentRequest::FORMAT_XFORMS, ImportInstrumentRequest::FORMAT_XFORMS},
};

// Something to set a field to, as text of protobuf, and how it is known again in what was read.
struct Value {
  const char* text;
  const char* mark;
  // False for what a form says in another way, such as `minimum` in an expression.
  bool same = true;
};

const std::map<std::string, Value> kValues = {
    {"Instrument.title", {"title { variants { language: 'en' text: 'Marke' } }", "Marke"}},
    {"Instrument.version", {"version: 'v7100'", "v7100"}},
    {"Instrument.form_id", {"form_id: 'f7100'", "f7100"}},
    {"Instrument.style", {"style: 'marke'", "marke"}},
    {"Instrument.response_title", {"response_title: \"concat('7100', ${a})\"", "7100"}},
    {"InstrumentSection.title", {"title { variants { language: 'de' text: 'Marke' } }", "Marke"}},
    {"InstrumentSection.relevant", {"relevant: '1 = 7100'", "1 = 7100"}},
    {"InstrumentSection.appearance", {"appearance: 'marke'", "marke"}},
    {"OptionList.file", {"file: 'l.csv'", "l.csv"}},
    {"Option.label", {"label { variants { language: 'en' text: 'Marke' } }", "Marke"}},
    {"Option.columns", {"columns { key: 'k' value: 'Marke' }", "Marke"}},
    {"Option.media",
     {"media { kind: KIND_AUDIO language: 'en' file: 'marke.mp3' }",
      "kind: KIND_AUDIO language: \"en\" file: \"marke.mp3\""}},
    {"Item.text", {"text { variants { language: 'en' text: 'Marke' } }", "Marke"}},
    {"Question.text", {"text { variants { language: 'en' text: 'Marke' } }", "Marke"}},
    {"Question.required", {"required: true", "required: true"}},
    {"Question.options",
     {"options { code: 'm' label { variants { language: 'de' text: 'Marke' } } "
      "columns { key: 'k' value: 'v' } media { kind: KIND_IMAGE language: 'en' file: 'm.png' } }",
      "Marke", false}},
    {"Question.minimum", {"minimum: 7100", "7100", false}},
    {"Question.maximum", {"maximum: 7100", "7100", false}},
    {"Question.maximum_bytes", {"maximum_bytes: 7100", "maximum_bytes: 7100"}},
    {"Question.class_bounds", {"class_bounds: 7100", "class_bounds: 7100"}},
    {"Question.relevant_if",
     {"relevant_if { code: 'c' test: TEST_ANY_CHOSEN options: 'x' }", "selected(${c}", false}},
    {"Question.special_category", {"special_category: true", "special_category: true"}},
    {"Question.media_types", {"media_types: 'audio/mpeg'", "audio/mpeg"}},
    {"Question.maximum_file_bytes", {"maximum_file_bytes: 7100", "maximum_file_bytes: 7100"}},
    {"Question.hint", {"hint { variants { language: 'de' text: 'Marke' } }", "Marke"}},
    {"Question.guidance", {"guidance { variants { language: 'de' text: 'Marke' } }", "Marke"}},
    {"Question.appearance", {"appearance: 'marke'", "marke"}},
    {"Question.randomization", {"randomization { seed: '7100' }", "7100"}},
    {"Question.scale", {"scale { start: '0' end: '7100' step: '1' }", "7100", false}},
    {"Question.metadata", {"metadata: METADATA_END", "METADATA_END"}},
    {"Question.media",
     {"media { kind: KIND_AUDIO language: 'en' file: 'marke.mp3' }",
      "kind: KIND_AUDIO language: \"en\" file: \"marke.mp3\""}},
    {"Question.settings", {"settings { key: 'zusatz' value: 'Marke' }", "Marke"}},
    {"QuestionLogic.relevant", {"relevant: '1 = 7100'", "1 = 7100"}},
    {"QuestionLogic.constraint", {"constraint: '1 = 7100'", "1 = 7100"}},
    {"QuestionLogic.constraint_message",
     {"constraint_message { variants { language: 'de' text: 'Marke' } }", "Marke"}},
    {"QuestionLogic.required_if", {"required_if: '1 = 7100'", "1 = 7100"}},
    {"QuestionLogic.required_message",
     {"required_message { variants { language: 'de' text: 'Marke' } }", "Marke"}},
    {"QuestionLogic.calculation", {"calculation: '1 + 7100'", "1 + 7100"}},
    {"QuestionLogic.initial_value", {"initial_value: 'abs(7100)'", "abs(7100)"}},
    // Without a calculation there is nothing that a trigger could start.
    {"QuestionLogic.trigger", {"calculation: '1 + 7100' trigger: 'a'", "trigger: \"a\""}},
    {"QuestionLogic.read_only_if", {"read_only_if: '1 = 7100'", "1 = 7100"}},
    {"QuestionLogic.repeat_count", {"repeat_count: '1 + 7100'", "1 + 7100"}},
    {"QuestionLogic.option_filter", {"option_filter: \"name != 'z7100'\"", "z7100"}},
};

// What every questionnaire here has already, and `previous`, which is a name of this service and
// nothing of what is asked.
const std::set<std::string> kOthers = {"Instrument.sections",
                                       "Instrument.option_lists",
                                       "Instrument.previous",
                                       "InstrumentSection.questions",
                                       "InstrumentSection.code",
                                       "OptionList.code",
                                       "OptionList.options",
                                       "Option.code",
                                       "Item.code",
                                       "Question.code",
                                       "Question.kind",
                                       "Question.items",
                                       "Question.questions",
                                       "Question.option_list",
                                       "Question.logic"};

constexpr char kText[] = "text { variants { language: 'de' text: 'T' } } ";

// What a question of a kind has to have.
std::string OfKind(Question::Kind kind) {
  switch (kind) {
    case Question::KIND_SINGLE_CHOICE:
    case Question::KIND_MULTIPLE_CHOICE:
    case Question::KIND_RANKING:
      return absl::StrCat(kText, "option_list: 'l'");
    case Question::KIND_MATRIX:
      return absl::StrCat(kText, "option_list: 'l' items { code: 'i' ", kText, "}");
    case Question::KIND_FILE:
      return absl::StrCat(kText, "media_types: 'image/jpeg' media_types: 'image/png'");
    case Question::KIND_CALCULATION:
      return "logic { calculation: '1 + 1' }";
    case Question::KIND_HIDDEN:
      return "";
    case Question::KIND_METADATA:
      return "metadata: METADATA_START";
    case Question::KIND_GROUP:
    case Question::KIND_REPEAT:
      return absl::StrCat("questions { code: 'i' kind: KIND_TEXT ", kText, "}");
    default:
      return kText;
  }
}

void Merge(const std::string& text, Message* message) {
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(text, message)) << text;
}

// A questionnaire with the question `t` of this kind as the last.
Instrument Make(Question::Kind kind) {
  Instrument instrument;
  Merge(absl::StrCat("form_id: 'f' title { variants { language: 'de' text: 'Titel' } } ",
                     "option_lists { code: 'l' ",
                     "options { code: 'x' label { variants { language: 'de' text: 'X' } } } ",
                     "options { code: 'y' label { variants { language: 'de' text: 'Y' } } } } ",
                     "sections { code: 's' ",
                     "questions { code: 'c' kind: KIND_SINGLE_CHOICE option_list: 'l' ", kText,
                     "} questions { code: 'a' kind: KIND_INTEGER ", kText, "} ",
                     "questions { code: 't' ", OfKind(kind), " } }"),
        &instrument);
  instrument.mutable_sections(0)->mutable_questions(2)->set_kind(kind);
  return instrument;
}

Question* Tested(Instrument* instrument) {
  return instrument->mutable_sections(0)->mutable_questions(2);
}

const Question* Find(const Questions& questions, absl::string_view code) {
  for (const Question& question : questions) {
    if (question.code() == code) return &question;
    if (const Question* found = Find(question.questions(), code)) return found;
  }
  return nullptr;
}

// The fields of a message that can be set; each has a value.
std::vector<const FieldDescriptor*> FieldsOf(const Descriptor& type) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* const field = type.field(i);
    const std::string name = absl::StrCat(type.name(), ".", field->name());
    bool is_set_by_server = false;
    for (int n = 0; n < field->options().ExtensionSize(google::api::field_behavior); ++n) {
      const auto behavior = field->options().GetExtension(google::api::field_behavior, n);
      is_set_by_server = is_set_by_server || behavior == google::api::OUTPUT_ONLY ||
                         behavior == google::api::IDENTIFIER;
    }
    if (is_set_by_server || kOthers.count(name) > 0) continue;
    if (kValues.count(name) > 0) {
      fields.push_back(field);
    } else {
      ADD_FAILURE() << "no value for " << name;
    }
  }
  return fields;
}

const Value& ValueOf(const FieldDescriptor& field) {
  return kValues.at(absl::StrCat(field.containing_type()->name(), ".", field.name()));
}

// A message in a value has all of its fields, so that none of them is forgotten.
void ExpectWhole(const Message& message, const FieldDescriptor& field) {
  if (field.message_type() == nullptr || field.is_map()) return;
  if (field.message_type()->name() == "Text") return;
  const auto& reflection = *message.GetReflection();
  const Message& inner = field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, 0)
                                             : reflection.GetMessage(message, &field);
  std::vector<const FieldDescriptor*> set;
  inner.GetReflection()->ListFields(inner, &set);
  EXPECT_EQ(static_cast<int>(set.size()), field.message_type()->field_count()) << field.full_name();
}

// One field of a message as text.
std::string Only(const Message& message, const FieldDescriptor& field) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  std::vector<const FieldDescriptor*> set;
  copy->GetReflection()->ListFields(*copy, &set);
  for (const FieldDescriptor* one : set) {
    if (one != &field) copy->GetReflection()->ClearField(copy.get(), one);
  }
  return copy->ShortDebugString();
}

// A questionnaire that was written and read again.
struct Copy {
  std::set<std::string> findings;
  Instrument instrument;
};

Copy ThereAndBack(const Format& format, const Instrument& instrument) {
  Copy copy;
  const absl::StatusOr<WrittenForm> written = WriteForm(format.written, instrument);
  EXPECT_TRUE(written.ok()) << written.status();
  if (!written.ok()) return copy;
  for (const ImportFinding& finding : written->findings) {
    copy.findings.insert(absl::StrCat(ImportFinding::Severity_Name(finding.severity()), " ",
                                      finding.code(), ": ", finding.message()));
  }
  if (written->content.empty()) return copy;
  const absl::StatusOr<ImportResult> read = ReadForm(format.read, written->content, "de");
  EXPECT_TRUE(read.ok()) << read.status();
  if (!read.ok()) return copy;
  for (const ImportFinding& finding : read->findings) {
    EXPECT_NE(finding.severity(), ImportFinding::SEVERITY_ERROR) << finding.ShortDebugString();
  }
  copy.instrument = read->instrument;
  return copy;
}

// `is_there` looks into what was read. What is told of `plain` as well says nothing of the field.
void ExpectThereOrTold(const Instrument& plain, const Instrument& instrument,
                       const std::function<bool(const Instrument&)>& is_there) {
  for (const Format& format : kFormats) {
    SCOPED_TRACE(ExportInstrumentRequest::Format_Name(format.written));
    const Copy before = ThereAndBack(format, plain);
    const Copy copy = ThereAndBack(format, instrument);
    const bool told = std::any_of(
        copy.findings.begin(), copy.findings.end(),
        [&](const std::string& finding) { return before.findings.count(finding) == 0; });
    EXPECT_TRUE(told || is_there(copy.instrument))
        << "neither told nor in " << copy.instrument.ShortDebugString();
  }
}

bool Has(const Instrument& instrument, const Value& value) {
  return absl::StrContains(instrument.ShortDebugString(), value.mark);
}

// Whether `field`, of a question or its logic, is what it was in `wanted`.
bool IsThere(const Instrument& instrument, const Question& wanted, const FieldDescriptor& field) {
  const Question* read = nullptr;
  for (const auto& section : instrument.sections()) {
    if (read == nullptr) read = Find(section.questions(), wanted.code());
  }
  const Value& value = ValueOf(field);
  // Its items became questions in a group.
  if (wanted.kind() == Question::KIND_MATRIX) return Has(instrument, value);
  if (read == nullptr || read->kind() != wanted.kind()) return false;
  if (!value.same) return Has(instrument, value);
  if (field.containing_type() == Question::descriptor()) {
    return Only(*read, field) == Only(wanted, field);
  }
  return Only(read->logic(), field) == Only(wanted.logic(), field);
}

TEST(ExportOfFields, OfAQuestionAreThereOrTold) {
  std::vector<const FieldDescriptor*> fields = FieldsOf(*Question::descriptor());
  for (const FieldDescriptor* field : FieldsOf(*v1alpha::QuestionLogic::descriptor())) {
    fields.push_back(field);
  }
  std::set<const FieldDescriptor*> tested;
  for (int kind = 1; kind < Question::Kind_ARRAYSIZE; ++kind) {
    const Instrument plain = Make(static_cast<Question::Kind>(kind));
    ASSERT_THAT(CheckInstrument(plain), IsEmpty()) << plain.ShortDebugString();
    for (const FieldDescriptor* field : fields) {
      SCOPED_TRACE(absl::StrCat(Question::Kind_Name(static_cast<Question::Kind>(kind)), " ",
                                field->full_name()));
      Instrument instrument = plain;
      Question* const question = Tested(&instrument);
      const bool of_question = field->containing_type() == Question::descriptor();
      if (field->name() == "options") question->clear_option_list();
      Merge(ValueOf(*field).text,
            of_question ? static_cast<Message*>(question) : question->mutable_logic());
      // This kind cannot have it.
      if (!CheckInstrument(instrument).empty()) continue;
      tested.insert(field);
      if (of_question) ExpectWhole(*question, *field);
      const Question wanted = *question;
      ExpectThereOrTold(plain, instrument, [&wanted, field](const Instrument& read) {
        return IsThere(read, wanted, *field);
      });
    }
  }
  for (const FieldDescriptor* field : fields) {
    EXPECT_EQ(tested.count(field), 1u) << "no kind has " << field->full_name();
  }
}

TEST(ExportOfFields, OfAllElseAreThereOrTold) {
  const std::function<Message*(Instrument*)> parts[] = {
      [](Instrument* i) { return i; },
      [](Instrument* i) { return i->mutable_sections(0); },
      [](Instrument* i) { return i->mutable_option_lists(0); },
      [](Instrument* i) { return i->mutable_option_lists(0)->mutable_options(0); },
      [](Instrument* i) { return Tested(i)->mutable_items(0); },
  };
  const Instrument plain = Make(Question::KIND_MATRIX);
  for (const auto& part : parts) {
    Instrument first = plain;
    for (const FieldDescriptor* field : FieldsOf(*part(&first)->GetDescriptor())) {
      SCOPED_TRACE(field->full_name());
      Instrument instrument = plain;
      if (field->name() == "file") instrument.mutable_option_lists(0)->clear_options();
      Message* const message = part(&instrument);
      Merge(ValueOf(*field).text, message);
      ASSERT_THAT(CheckInstrument(instrument), IsEmpty());
      ExpectWhole(*message, *field);
      ExpectThereOrTold(plain, instrument,
                        [field](const Instrument& read) { return Has(read, ValueOf(*field)); });
    }
  }
}

}  // namespace
}  // namespace lotse::survey
