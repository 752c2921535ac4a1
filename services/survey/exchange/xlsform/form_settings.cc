#include "services/survey/exchange/xlsform/form_settings.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"
#include "runtime/types/text.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/plain_text.h"
#include "services/survey/exchange/xlsform/cell_words.h"

namespace lotse::survey {
namespace {

// Source: instrument.proto.
constexpr std::size_t kMaxVersion = 64;
constexpr std::size_t kMaxFormId = 128;

enum class Setting { kTitle, kFormId, kVersion, kLanguage, kStyle, kInstanceName, kForeign, kNone };

struct SettingName {
  const char* name;
  Setting setting;
};

constexpr SettingName kSettings[] = {
    {"form_title", Setting::kTitle},
    {"title", Setting::kTitle},
    {"set_form_title", Setting::kTitle},
    {"form_id", Setting::kFormId},
    {"id_string", Setting::kFormId},
    {"set_form_id", Setting::kFormId},
    {"version", Setting::kVersion},
    {"default_language", Setting::kLanguage},
    {"style", Setting::kStyle},
    {"instance_name", Setting::kInstanceName},
    {"public_key", Setting::kForeign},
    {"submission_url", Setting::kForeign},
    {"auto_send", Setting::kForeign},
    {"auto_delete", Setting::kForeign},
    {"allow_choice_duplicates", Setting::kForeign},
    {"client_editable", Setting::kForeign},
    {"instance_xmlns", Setting::kForeign},
    {"namespaces", Setting::kForeign},
    {"omit_instanceid", Setting::kForeign},
    {"clean_text_values", Setting::kForeign},
    {"name", Setting::kForeign},
    {"prefix", Setting::kForeign},
    {"delimiter", Setting::kForeign},
    {"sms_keyword", Setting::kForeign},
    {"sms_separator", Setting::kForeign},
    {"sms_allow_media", Setting::kForeign},
    {"sms_date_format", Setting::kForeign},
    {"sms_datetime_format", Setting::kForeign},
};

Setting SettingOf(absl::string_view heading) {
  std::string name = absl::AsciiStrToLower(heading);
  std::replace(name.begin(), name.end(), ' ', '_');
  for (const SettingName& known : kSettings) {
    if (name == known.name) return known.setting;
  }
  return Setting::kNone;
}

std::vector<std::string> SettingNames() {
  std::vector<std::string> names;
  for (const SettingName& known : kSettings) {
    if (known.setting != Setting::kForeign) names.emplace_back(known.name);
  }
  return names;
}

class SettingsReader {
 public:
  SettingsReader(FormContext* context, v1alpha::Instrument* instrument,
                 ResponseTitle* response_title)
      : context_(*context), instrument_(*instrument), response_title_(*response_title) {}

  void Read(const TableSheet& sheet) {
    // Settings have no columns in common with the other sheets.
    const auto parse = [](absl::string_view text) {
      return Heading{Column::kOther, "", std::string(text)};
    };
    const FormSheet settings(sheet, parse, context_.options().missing, &context_.findings());
    if (settings.rows().empty()) return;
    const FormRow& row = settings.rows().front();
    for (const FormCell& cell : row.cells()) {
      if (SettingOf(cell.heading->text) == Setting::kLanguage) {
        context_.SetDefaultLanguage(cell.text, row.At(*cell.heading));
      }
    }
    for (const FormCell& cell : row.cells()) Take(cell, row.At(*cell.heading));
    if (settings.rows().size() > 1) {
      const FormRow& second = settings.rows()[1];
      context_.findings().Warn(second.At(*second.cells().front().heading), "",
                               "Settings have one row; this one was left out.");
    }
  }

  void SetTitle(absl::string_view title, const Place& place) {
    std::string text(title);
    if (types::HasMarkup(text)) {
      text = ToPlainText(text).text;
      context_.findings().Warn(place, "", "HTML was removed; give plain text.");
    }
    if (text.size() > types::kMaxVariantBytes || text.empty()) {
      context_.findings().Fail(place, "", "No title of 1 to 8,192 bytes; give a short one.");
      return;
    }
    *instrument_.mutable_title() = context_.CodeAsText(text);
  }

 private:
  void Take(const FormCell& cell, const Place& place) {
    switch (SettingOf(cell.heading->text)) {
      case Setting::kTitle:
        SetTitle(cell.text, place);
        break;
      case Setting::kFormId:
        instrument_.set_form_id(Limited(cell.text, kMaxFormId, place));
        break;
      case Setting::kVersion:
        instrument_.set_version(Limited(cell.text, kMaxVersion, place));
        break;
      case Setting::kStyle:
        instrument_.set_style(std::string(cell.text));
        break;
      case Setting::kInstanceName:
        response_title_ = {std::string(cell.text), place};
        break;
      case Setting::kForeign:
        context_.findings().Warn(place, "",
                                 "It concerns other programs that keep or send responses; left "
                                 "out.");
        break;
      case Setting::kLanguage:
        break;
      case Setting::kNone:
        context_.findings().Warn(
            place, "",
            absl::StrCat("There is no setting `", Shortened(cell.heading->text), "`, left out; ",
                         types::RightName(cell.heading->text, SettingNames())));
    }
  }

  std::string Limited(absl::string_view text, std::size_t most, const Place& place) {
    if (types::CodePointCount(text) <= most) return std::string(text);
    context_.findings().Fail(place, "", absl::StrCat("At most ", most, " characters; shorten it."));
    return "";
  }

  FormContext& context_;
  v1alpha::Instrument& instrument_;
  ResponseTitle& response_title_;
};

}  // namespace

void ReadSettings(const TableSheet* sheet, FormContext* context, v1alpha::Instrument* instrument,
                  ResponseTitle* response_title) {
  SettingsReader reader(context, instrument, response_title);
  if (sheet != nullptr) reader.Read(*sheet);
  if (instrument->has_title()) return;
  const Place place{0, sheet == nullptr ? "settings" : sheet->name, "form_title"};
  if (!context->options().title.empty()) {
    reader.SetTitle(context->options().title, place);
  } else if (!instrument->form_id().empty()) {
    reader.SetTitle(instrument->form_id(), place);
    context->findings().Warn(place, "", "There is no title; `form_id` stands for it.");
  } else {
    context->findings().Fail(place, "", "There is no title; give one in `form_title`.");
  }
}

}  // namespace lotse::survey
