#include "cli/script.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/catalog.h"
#include "cli/failure.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using google::protobuf::Value;

// What stands for `$name` in a template.
using Cells = std::map<std::string, Value>;

bool IsNameChar(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// Puts cells into a text; a text that is nothing but one cell becomes that, whatever it is.
absl::Status FillText(const Cells& cells, Value* value) {
  const std::string text = value->string_value();
  std::string filled;
  for (size_t at = 0; at < text.size();) {
    const size_t dollar = text.find('$', at);
    absl::StrAppend(&filled, text.substr(at, dollar - at));
    if (dollar == std::string::npos) break;
    size_t end = dollar + 1;
    while (end < text.size() && IsNameChar(text[end])) ++end;
    const auto cell = cells.find(text.substr(dollar + 1, end - dollar - 1));
    if (cell == cells.end()) {
      return DataError(absl::StrCat("nothing stands for ", text.substr(dollar, end - dollar)));
    }
    if (dollar == 0 && end == text.size()) {
      *value = cell->second;
      return absl::OkStatus();
    }
    absl::StrAppend(&filled, cell->second.string_value());
    at = end;
  }
  value->set_string_value(filled);
  return absl::OkStatus();
}

absl::Status Fill(const Cells& cells, Value* value) {
  switch (value->kind_case()) {
    case Value::kStringValue:
      return FillText(cells, value);
    case Value::kStructValue:
      for (auto& [name, field] : *value->mutable_struct_value()->mutable_fields()) {
        if (absl::Status s = Fill(cells, &field); !s.ok()) return s;
      }
      return absl::OkStatus();
    case Value::kListValue:
      for (Value& element : *value->mutable_list_value()->mutable_values()) {
        if (absl::Status s = Fill(cells, &element); !s.ok()) return s;
      }
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

std::string Get(const Struct& fields, const std::string& name) {
  const auto found = fields.fields().find(name);
  return found == fields.fields().end() ? "" : found->second.string_value();
}

const ListValue& GetList(const Struct& fields, const std::string& name) {
  const auto found = fields.fields().find(name);
  return found == fields.fields().end() ? ListValue::default_instance()
                                        : found->second.list_value();
}

// Reads the files one after the other.
class Reader {
 public:
  explicit Reader(const ScriptFrame& frame) : frame_(frame) {
    for (const auto& [variable, id] : frame.ids) cells_[variable].set_string_value(id);
    for (const auto& [cell, type] :
         {std::pair("administration_name", "engagement.lotse/Administration"),
          std::pair("programme_name", "engagement.lotse/Programme"),
          std::pair("engagement_name", "engagement.lotse/Engagement")}) {
      const std::string child(cell);
      const auto id = frame.ids.find(child.substr(0, child.find('_')));
      if (id == frame.ids.end()) continue;
      const auto name = ScriptName(type, false, id->second, frame);
      if (name.ok()) cells_[cell].set_string_value(*name);
    }
  }

  absl::Status ReadFile(const sql::EmbeddedFile& file) {
    Struct content;
    const auto parsed = google::protobuf::util::JsonStringToMessage(file.text, &content);
    if (!parsed.ok()) {
      return DataError(
          absl::StrCat(file.name, ": no JSON: ", FirstLine(std::string(parsed.message()))));
    }
    const auto templates = content.fields().find("templates");
    if (templates != content.fields().end()) {
      for (const auto& [name, steps] : templates->second.struct_value().fields()) {
        templates_[name] = steps.list_value();
      }
    }
    int number = 0;
    for (const Value& item : GetList(content, "play").values()) {
      const std::string where = absl::StrCat(file.name, ", item ", ++number);
      const Struct& fields = item.struct_value();
      const absl::Status read = fields.fields().contains("template") ? ReadTable(fields, where)
                                                                     : AddStep(item, cells_, where);
      if (!read.ok()) return read;
    }
    return absl::OkStatus();
  }

  std::vector<ScriptStep> Take() {
    std::stable_sort(steps_.begin(), steps_.end(),
                     [](const ScriptStep& a, const ScriptStep& b) { return a.day < b.day; });
    return std::move(steps_);
  }

 private:
  absl::Status ReadTable(const Struct& table, const std::string& where) {
    const auto steps = templates_.find(Get(table, "template"));
    if (steps == templates_.end()) {
      return DataError(absl::StrCat(where, ": no template ", Get(table, "template")));
    }
    Cells same = cells_;
    const auto constants = table.fields().find("same");
    if (constants != table.fields().end()) {
      for (const auto& [name, value] : constants->second.struct_value().fields()) {
        same[name] = value;
      }
    }
    const ListValue& columns = GetList(table, "columns");
    for (const Value& row : GetList(table, "rows").values()) {
      const auto& values = row.list_value().values();
      const std::string place =
          absl::StrCat(where, ", row ", values.empty() ? "" : values.Get(0).string_value());
      if (values.size() != columns.values_size()) {
        return DataError(
            absl::StrCat(place, ": has ", values.size(), " cells, not ", columns.values_size()));
      }
      Cells cells = same;
      for (int i = 0; i < values.size(); ++i) {
        Value cell = values.Get(i);
        if (absl::Status s = Fill(cells_, &cell); !s.ok()) return s;
        cells[columns.values(i).string_value()] = std::move(cell);
      }
      for (const Value& step : steps->second.values()) {
        if (absl::Status s = AddStep(step, cells, place); !s.ok()) return s;
      }
    }
    return absl::OkStatus();
  }

  // A step with a day of `-` does not take place.
  absl::Status AddStep(Value item, const Cells& cells, const std::string& where) {
    const auto wrong = [&](const absl::Status& status) {
      return DataError(absl::StrCat(where, ": ", status.message()));
    };
    if (absl::Status s = Fill(cells, &item); !s.ok()) return wrong(s);
    Struct& fields = *item.mutable_struct_value();
    if (Get(fields, "day") == "-") return absl::OkStatus();
    ScriptStep step;
    step.where = where;
    const absl::StatusOr<absl::CivilDay> day = ScriptDay(Get(fields, "day"), frame_);
    if (!day.ok()) return wrong(day.status());
    step.day = *day;
    const std::string gate = Get(fields, "gate");
    const auto method = FindMethod(gate.empty() ? Get(fields, "call") : "UpdatePhase");
    if (!method.ok()) return wrong(method.status());
    step.method = *method;
    if (!gate.empty()) {
      const auto phase = ScriptName("engagement.lotse/Phase", false, gate, frame_);
      if (!phase.ok()) return wrong(phase.status());
      step.phase = *phase;
      for (const absl::string_view id :
           absl::StrSplit(Get(fields, "open"), ' ', absl::SkipEmpty())) {
        step.open.emplace_back(id);
      }
    } else {
      step.request = std::move(*(*fields.mutable_fields())["with"].mutable_struct_value());
      absl::Status written = WriteOut(*step.method->input_type(), frame_, &step.request);
      if (!written.ok()) return wrong(written);
    }
    steps_.push_back(std::move(step));
    return absl::OkStatus();
  }

  const ScriptFrame& frame_;
  Cells cells_;
  std::map<std::string, ListValue> templates_;
  std::vector<ScriptStep> steps_;
};

}  // namespace

absl::StatusOr<std::vector<ScriptStep>> ReadScript(absl::Span<const sql::EmbeddedFile> files,
                                                   const ScriptFrame& frame) {
  Reader reader(frame);
  for (const sql::EmbeddedFile& file : files) {
    if (absl::Status s = reader.ReadFile(file); !s.ok()) return s;
  }
  return reader.Take();
}

}  // namespace lotse::cli
