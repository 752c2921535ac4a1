#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/xforms/form_writer.h"
#include "services/survey/exchange/xforms/path_rewriter.h"
#include "services/survey/exchange/xforms/question_reader.h"
#include "services/survey/exchange/xforms/settings.h"
#include "services/survey/exchange/xforms/xforms.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

// Writes the model of a form.

namespace lotse::survey::xforms {
namespace {

using pugi::xml_node;
using v1alpha::InstrumentSection;
using v1alpha::Option;
using v1alpha::OptionList;
using v1alpha::Question;

using Questions = google::protobuf::RepeatedPtrField<Question>;

bool IsAudit(const Question& question) { return question.metadata() == Question::METADATA_AUDIT; }

void SetText(absl::string_view text, xml_node element) {
  if (text.empty()) return;
  element.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
}

void WriteNodes(const Questions& questions, bool in_template, xml_node parent);

void WriteNode(const Question& question, bool is_template, bool in_template, xml_node parent) {
  xml_node node = parent.append_child(question.code().c_str());
  if (is_template) node.append_attribute("jr:template") = "";
  for (const v1alpha::Item& item : question.items()) node.append_child(item.code().c_str());
  WriteNodes(question.questions(), in_template, node);
  const std::string& value = InitialValueOf(question);
  if (StandsInInstance(question)) SetText(IsNumeral(value) ? value : Unquoted(value), node);
}

// A repeat comes as a template and as the instance with which a form begins. Within a template it
// comes once, so that repeats within repeats do not multiply.
void WriteNodes(const Questions& questions, bool in_template, xml_node parent) {
  for (const Question& question : questions) {
    if (IsAudit(question)) continue;
    const bool is_repeat = question.kind() == Question::KIND_REPEAT;
    if (is_repeat) WriteNode(question, true, true, parent);
    if (!is_repeat || !in_template) WriteNode(question, false, in_template, parent);
  }
}

bool HasAudit(const Questions& questions) {
  return std::any_of(questions.begin(), questions.end(), IsAudit);
}

// Where the files of lists are, by the end of their names.
std::string SourceOf(const std::string& file) {
  return absl::StrCat(absl::EndsWithIgnoreCase(file, ".csv") ? "jr://file-csv/" : "jr://file/",
                      file);
}

// True if a column can stand beside those that every option has.
bool IsColumn(absl::string_view name) {
  if (name == "name" || name == "label" || name == kTextIdColumn) return false;
  if (name.empty() || !(absl::ascii_isalpha(name[0]) || name[0] == '_' || name[0] < 0))
    return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.' || c < 0;
  });
}

void WriteColumn(absl::string_view name, absl::string_view value, xml_node item) {
  SetText(value, item.append_child(std::string(name).c_str()));
}

void WriteOption(const Option& option, const ItextEntry& label, bool by_itext, xml_node item,
                 FormWriting* writing) {
  if (by_itext) {
    WriteColumn(kTextIdColumn, label.id, item);
    writing->texts.Add(label);
  }
  WriteColumn("name", option.code(), item);
  if (!by_itext) writing->texts.WriteTo(item.append_child("label"), label);
  const std::map<std::string, std::string> columns(option.columns().begin(),
                                                   option.columns().end());
  for (const auto& [name, value] : columns) {
    if (!IsColumn(name)) {
      if (writing->status.ok()) {
        writing->status = absl::InvalidArgumentError(
            absl::StrCat("the column `", Shortened(name),
                         "` needs another name, which XML allows and no other column has"));
      }
      return;
    }
    WriteColumn(name, value, item);
  }
}

class BindWriter {
 public:
  explicit BindWriter(FormWriting* writing) : writing_(writing) {}

  void Write(const Questions& questions, bool in_repeat) {
    for (const Question& question : questions) {
      WriteBind(question);
      if (!in_repeat) WriteInitialValue(question);
      Write(question.questions(), in_repeat || question.kind() == Question::KIND_REPEAT);
    }
  }

 private:
  void WriteBind(const Question& question) {
    const std::string path(writing_->paths.PathOf(question.code()));
    const v1alpha::QuestionLogic& logic = question.logic();
    const std::string& code = question.code();
    xml_node bind = writing_->model.append_child("bind");
    bind.append_attribute("nodeset") = path.c_str();
    WriteAttribute("type", TypeOf(question), bind);
    writing_->WriteExpression("relevant", RelevanceOf(question), code, bind);
    // Of a matrix each item is answered by itself.
    if (question.kind() != Question::KIND_MATRIX) WriteLogicOfAnswers(question, path, bind);
    if (logic.trigger().empty() && question.kind() != Question::KIND_MATRIX) {
      writing_->WriteExpression("calculate", logic.calculation(), code, bind);
    }
    const auto [preload, parameters] = PreloadOf(question.metadata());
    WriteAttribute("jr:preload", preload, bind);
    WriteAttribute("jr:preloadParams", parameters, bind);
    WriteSettings(question, bind);
    const bool says_nothing = bind.first_attribute() == bind.last_attribute();
    if (says_nothing) writing_->model.remove_child(bind);
    for (const v1alpha::Item& item : question.items()) WriteItemBind(item, question);
  }

  // What an answer at `path` has to be.
  void WriteLogicOfAnswers(const Question& question, const std::string& path, xml_node bind) {
    const v1alpha::QuestionLogic& logic = question.logic();
    const std::string& code = question.code();
    const bool always = question.required() && logic.required_if().empty();
    WriteAttribute("required", always ? "true()" : "", bind);
    writing_->WriteExpression("required", logic.required_if(), code, bind);
    WriteMessage("jr:requiredMsg", logic.required_message(), path, bind);
    // Else it would be read as a question.
    const bool is_note = question.kind() == Question::KIND_NOTE;
    WriteAttribute("readonly", is_note ? "true()" : "", bind);
    if (!is_note) writing_->WriteExpression("readonly", logic.read_only_if(), code, bind);
    writing_->WriteExpression("constraint", ConstraintOf(question), code, bind);
    WriteMessage("jr:constraintMsg", logic.constraint_message(), path, bind);
  }

  void WriteItemBind(const v1alpha::Item& item, const Question& matrix) {
    const std::string path(writing_->paths.PathOf(item.code()));
    xml_node bind = writing_->model.append_child("bind");
    bind.append_attribute("nodeset") = path.c_str();
    bind.append_attribute("type") = "string";
    WriteLogicOfAnswers(matrix, path, bind);
  }

  static std::string TypeOf(const Question& question) {
    const auto type = question.settings().find("type");
    if (type != question.settings().end()) return type->second;
    return question.kind() == Question::KIND_MATRIX ? "" : std::string(XformsTypeOf(question));
  }

  static void WriteSettings(const Question& question, xml_node bind) {
    for (const XformsSetting& setting : kBindSettings) {
      const auto found = question.settings().find(std::string(setting.name));
      if (found == question.settings().end()) continue;
      WriteAttribute(absl::StrCat(setting.prefix, setting.name).c_str(), found->second, bind);
    }
  }

  void WriteMessage(const char* name, const type::v1alpha::Text& text, const std::string& path,
                    xml_node bind) {
    if (text.variants().empty()) return;
    const ItextEntry entry{absl::StrCat(path, ":", name), &text};
    if (!NeedsItext(entry, writing_->texts.default_language())) {
      WriteAttribute(name, text.variants(0).text(), bind);
      return;
    }
    WriteAttribute(name, absl::StrCat("jr:itext('", entry.id, "')"), bind);
    writing_->texts.Add(entry);
  }

  void WriteInitialValue(const Question& question) {
    const std::string& value = InitialValueOf(question);
    if (value.empty() || StandsInInstance(question)) return;
    xml_node action = writing_->model.append_child("setvalue");
    action.append_attribute("event") = "odk-instance-first-load";
    action.append_attribute("ref") = std::string(writing_->paths.PathOf(question.code())).c_str();
    writing_->WriteExpression("value", value, question.code(), action);
  }

  FormWriting* writing_;
};

}  // namespace

const std::string& InitialValueOf(const Question& question) {
  static const auto& none = *new std::string;
  return question.kind() == Question::KIND_MATRIX ? none : question.logic().initial_value();
}

bool StandsInInstance(const Question& question) {
  const std::string& value = InitialValueOf(question);
  if (question.kind() == Question::KIND_INTEGER || question.kind() == Question::KIND_DECIMAL) {
    return IsNumeral(value);
  }
  const absl::StatusOr<std::vector<XpathToken>> tokens = TokenizeXpath(value);
  if (!tokens.ok() || tokens->size() != 1 || (*tokens)[0].kind != XpathToken::Kind::kLiteral) {
    return false;
  }
  const absl::string_view text = Unquoted(value);
  return !text.empty() && text == absl::StripAsciiWhitespace(text) && QuotedXpath(text) == value;
}

void WritePrimaryInstance(FormWriting* writing) {
  const v1alpha::Instrument& instrument = writing->instrument;
  xml_node root = writing->model.append_child("instance").append_child(kFormRoot);
  root.append_attribute("id") =
      instrument.form_id().empty() ? "form" : instrument.form_id().c_str();
  WriteAttribute("version", instrument.version(), root);
  bool has_audit = false;
  for (const InstrumentSection& section : instrument.sections()) {
    xml_node parent = section.code().empty() ? root : root.append_child(section.code().c_str());
    WriteNodes(section.questions(), false, parent);
    has_audit = has_audit || HasAudit(section.questions());
  }
  xml_node meta = root.append_child("meta");
  if (has_audit) meta.append_child("audit");
  meta.append_child("instanceID");
  if (!instrument.response_title().empty()) meta.append_child("instanceName");
}

void WriteOptionLists(FormWriting* writing) {
  for (const OptionList& list : writing->instrument.option_lists()) {
    xml_node instance = writing->model.append_child("instance");
    instance.append_attribute("id") = list.code().c_str();
    if (!list.file().empty()) {
      instance.append_attribute("src") = SourceOf(list.file()).c_str();
      continue;
    }
    xml_node root = instance.append_child("root");
    std::vector<ItextEntry> labels;
    for (const Option& option : list.options()) {
      labels.push_back({absl::StrCat(list.code(), "-", labels.size()), &option.label(), nullptr,
                        &option.media()});
    }
    const bool by_itext = UsesItext(list, writing->texts.default_language());
    for (int i = 0; i < list.options_size(); ++i) {
      WriteOption(list.options(i), labels[i], by_itext, root.append_child("item"), writing);
    }
  }
}

void WriteBinds(FormWriting* writing) {
  BindWriter binds(writing);
  for (const InstrumentSection& section : writing->instrument.sections()) {
    if (!section.relevant().empty() && !section.code().empty()) {
      xml_node bind = writing->model.append_child("bind");
      bind.append_attribute("nodeset") = std::string(writing->paths.PathOf(section.code())).c_str();
      writing->WriteExpression("relevant", section.relevant(), section.code(), bind);
    }
    binds.Write(section.questions(), false);
  }
  const std::string meta = absl::StrCat("/", kFormRoot, "/meta/");
  xml_node id = writing->model.append_child("bind");
  id.append_attribute("nodeset") = absl::StrCat(meta, "instanceID").c_str();
  id.append_attribute("type") = "string";
  id.append_attribute("readonly") = "true()";
  id.append_attribute("jr:preload") = "uid";
  if (writing->instrument.response_title().empty()) return;
  xml_node name = writing->model.append_child("bind");
  name.append_attribute("nodeset") = absl::StrCat(meta, "instanceName").c_str();
  name.append_attribute("type") = "string";
  writing->WriteExpression("calculate", writing->instrument.response_title(), "response_title",
                           name);
}

}  // namespace lotse::survey::xforms
