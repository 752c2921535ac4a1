#include "runtime/ops/command_line.h"

#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "runtime/ops/config.pb.h"

namespace lotse::ops {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kMask[] = "********";

// A setting: a field that holds one value, and the message that has it.
struct Setting {
  Message* owner;
  const FieldDescriptor* field;
};

std::vector<Setting> Settings(Message* config) {
  std::vector<Setting> out;
  for (int i = 0; i < config->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = config->GetDescriptor()->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      for (const Setting& inner :
           Settings(config->GetReflection()->MutableMessage(config, field))) {
        out.push_back(inner);
      }
    } else {
      out.push_back({config, field});
    }
  }
  return out;
}

std::string VariableOf(absl::string_view prefix, const FieldDescriptor* field) {
  return absl::StrCat(prefix, "_", absl::AsciiStrToUpper(field->name()));
}

absl::Status Malformed(absl::string_view where, absl::string_view want) {
  return absl::InvalidArgumentError(absl::StrCat(where, ": give ", want));
}

absl::Status Set(const Setting& setting, absl::string_view where, const std::string& value) {
  const auto* reflection = setting.owner->GetReflection();
  switch (setting.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      reflection->SetString(setting.owner, setting.field, value);
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t number;
      if (!absl::SimpleAtoi(value, &number)) return Malformed(where, "a whole number");
      reflection->SetInt32(setting.owner, setting.field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      bool flag;
      if (!absl::SimpleAtob(value, &flag)) return Malformed(where, "true or false");
      reflection->SetBool(setting.owner, setting.field, flag);
      return absl::OkStatus();
    }
    default:
      return absl::InternalError(absl::StrCat(where, ": a setting of this type is not supported"));
  }
}

absl::Status ReadFile(const std::string& path, Message* config) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat("--config: cannot read ", path));
  google::protobuf::util::JsonParseOptions strict;
  strict.ignore_unknown_fields = false;
  // Into a message of its own: parsing clears what was there, the defaults too.
  std::unique_ptr<Message> settings(config->New());
  const auto status =
      google::protobuf::util::JsonStringToMessage(text.str(), settings.get(), strict);
  if (!status.ok()) {
    // The parser draws the place on lines of its own; the first line says it.
    const std::string reason(status.message().data(), status.message().size());
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", reason.substr(0, reason.find('\n'))));
  }
  config->MergeFrom(*settings);
  return absl::OkStatus();
}

absl::Status ReadEnvironment(const std::vector<std::string>& environment, absl::string_view prefix,
                             Message* config) {
  const auto settings = Settings(config);
  for (const std::string& entry : environment) {
    const std::pair<std::string, std::string> variable =
        absl::StrSplit(entry, absl::MaxSplits('=', 1));
    if (!absl::StartsWith(variable.first, absl::StrCat(prefix, "_"))) continue;
    // Kubernetes and Docker set these for a service of the same name.
    if (absl::StartsWith(variable.first, absl::StrCat(prefix, "_PORT")) ||
        absl::StartsWith(variable.first, absl::StrCat(prefix, "_SERVICE_"))) {
      continue;
    }
    bool known = false;
    for (const Setting& setting : settings) {
      if (VariableOf(prefix, setting.field) != variable.first) continue;
      known = true;
      if (auto s = Set(setting, variable.first, variable.second); !s.ok()) return s;
    }
    if (!known)
      return absl::InvalidArgumentError(absl::StrCat(variable.first, ": no such setting"));
  }
  return absl::OkStatus();
}

// Takes `--name=value`; a flag of yes or no may stand without its value.
absl::Status ReadFlag(const std::string& argument, Message* config) {
  const std::pair<std::string, std::string> flag =
      absl::StrSplit(absl::StripPrefix(argument, "--"), absl::MaxSplits('=', 1));
  const std::string name = absl::StrReplaceAll(flag.first, {{"-", "_"}});
  for (const Setting& setting : Settings(config)) {
    if (setting.field->name() != name) continue;
    const bool alone = !absl::StrContains(argument, "=");
    if (alone && setting.field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL) {
      return Malformed(absl::StrCat("--", flag.first), absl::StrCat("a value: --", name, "=..."));
    }
    return Set(setting, absl::StrCat("--", flag.first), alone ? "true" : flag.second);
  }
  return absl::InvalidArgumentError(absl::StrCat(argument, ": no such flag; see --help"));
}

void MaskSecrets(Message* config) {
  for (const Setting& setting : Settings(config)) {
    if (!setting.field->options().GetExtension(secret)) continue;
    const auto* reflection = setting.owner->GetReflection();
    if (reflection->GetString(*setting.owner, setting.field).empty()) continue;
    reflection->SetString(setting.owner, setting.field, kMask);
  }
}

CommandLine Fail(absl::Status status, int exit_code) {
  return {Action::kRun, std::move(status), exit_code};
}

}  // namespace

CommandLine ReadCommandLine(const std::vector<std::string>& arguments,
                            const std::vector<std::string>& environment,
                            absl::string_view environment_prefix, Message* config) {
  CommandLine out;
  std::vector<std::string> flags;
  for (const std::string& argument : arguments) {
    if (argument == "--help") return {Action::kPrintHelp, absl::OkStatus(), kExitOk};
    if (argument == "--version") return {Action::kPrintVersion, absl::OkStatus(), kExitOk};
    if (argument == "--print-config") {
      out.action = Action::kPrintConfig;
    } else if (argument == "--check-config") {
      out.action = Action::kCheckConfig;
    } else if (absl::StartsWith(argument, "--config=")) {
      const std::string path(absl::StripPrefix(argument, "--config="));
      if (auto s = ReadFile(path, config); !s.ok()) return Fail(s, kExitConfig);
    } else if (absl::StartsWith(argument, "--")) {
      flags.push_back(argument);
    } else {
      return Fail(absl::InvalidArgumentError(absl::StrCat(argument, ": not a flag; see --help")),
                  kExitUsage);
    }
  }
  if (auto s = ReadEnvironment(environment, environment_prefix, config); !s.ok()) {
    return Fail(s, kExitConfig);
  }
  for (const std::string& flag : flags) {
    if (auto s = ReadFlag(flag, config); !s.ok()) return Fail(s, kExitUsage);
  }
  return out;
}

std::string PrintConfig(const Message& config) {
  std::unique_ptr<Message> shown(config.New());
  shown->CopyFrom(config);
  MaskSecrets(shown.get());
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(*shown, &json, options);
  return json;
}

std::string HelpText(absl::string_view program, absl::string_view summary,
                     absl::string_view environment_prefix, const Message& defaults) {
  std::string out = absl::StrCat(
      summary, "\n\nUsage: ", program,
      " [flags]\n\n  --config=FILE    settings as JSON; flags and variables win over them\n"
      "  --check-config   say whether the settings are right, and stop\n"
      "  --print-config   show the settings as JSON (secrets masked), and stop\n"
      "  --help, --version\n\nSettings, each as a flag or as a variable:\n");
  std::unique_ptr<Message> copy(defaults.New());
  copy->CopyFrom(defaults);
  for (const Setting& setting : Settings(copy.get())) {
    std::string value;
    google::protobuf::TextFormat::PrintFieldValueToString(*setting.owner, setting.field, -1,
                                                          &value);
    absl::StrAppend(&out, "  --", setting.field->name(), "=",
                    setting.field->options().GetExtension(secret) ? "..." : value, "    ",
                    VariableOf(environment_prefix, setting.field), "\n");
  }
  return out;
}

}  // namespace lotse::ops
