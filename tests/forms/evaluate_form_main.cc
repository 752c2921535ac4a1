// Fills in a questionnaire with the engine of this system, so that it can be compared with another.
//
//   evaluate_form [--now MOMENT] FORM
//
// FORM         the questionnaire in any format that is read.
// --now MOMENT what the clock says, in ISO 8601. The time zone is that of the environment (TZ), the
//              language English, and random numbers are the same every time.
//
// The protocol is that of oracle.mjs, with these differences: a NODE has no required, label and
// hint; `kind` is that of the question in small letters (`single_choice`), or root, group, repeat,
// repeat-instance; a violation may have the condition `option`, an answer that is not offered; a
// question with `"shuffled": true` offers its options in any order, a repeat with
// `"counted": true` has as many instances as it computes; and `languages` is empty. `warnings` are
// those of the reader.

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/forms/filling.h"
#include "tests/forms/form.h"

namespace lotse::survey {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// The numbers of a linear congruential generator (Knuth, MMIX).
class KnownRandom : public logic::RandomSource {
 public:
  std::uint64_t Next() override {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return state_;
  }

 private:
  std::uint64_t state_ = 1;
};

// The fillings of one form, by commands.
class Session {
 public:
  Session(const Form* form, const logic::Environment* environment)
      : form_(form), environment_(environment) {}

  absl::StatusOr<Struct> Do(const Struct& command) {
    const std::string what = At(command, "do").string_value();
    const std::string path = At(command, "path").string_value();
    if (what == "new" || filling_ == nullptr) {
      filling_ = std::make_unique<Filling>(form_, environment_);
      const absl::Status started = filling_->Start();
      if (what == "new" || !started.ok()) return Done(started);
    }
    if (what == "state") return filling_->State();
    if (what == "set") return Done(filling_->Set(path, At(command, "value").string_value()));
    if (what == "add") return Done(filling_->Add(path));
    if (what == "remove") {
      return Done(filling_->Remove(path, static_cast<int>(At(command, "index").number_value())));
    }
    return absl::InvalidArgumentError("what is that? One of: new set add remove state");
  }

 private:
  static Value At(const Struct& object, const char* name) {
    const auto found = object.fields().find(name);
    return found == object.fields().end() ? Value() : found->second;
  }

  static absl::StatusOr<Struct> Done(const absl::Status& status) {
    if (!status.ok()) return status;
    return Struct();
  }

  const Form* const form_;
  const logic::Environment* const environment_;
  std::unique_ptr<Filling> filling_;
};

void Tell(const Struct& message) {
  std::string line;
  if (!google::protobuf::util::MessageToJsonString(message, &line).ok()) line = "{}";
  std::cout << line << std::endl;
}

void TellError(absl::string_view text) {
  Struct message;
  (*message.mutable_fields())["error"].set_string_value(std::string(text));
  Tell(message);
}

void TellLoaded(const Form& form) {
  Struct message;
  auto& fields = *message.mutable_fields();
  fields["languages"].mutable_list_value();
  auto* const warnings = fields["warnings"].mutable_list_value();
  for (const std::string& warning : form.warnings) {
    warnings->add_values()->set_string_value(warning);
  }
  Tell(message);
}

int Run(const std::string& file, absl::Time now) {
  std::ifstream stream(file, std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(stream)),
                            std::istreambuf_iterator<char>());
  const absl::StatusOr<std::unique_ptr<const Form>> form = Form::Read(content);
  if (!form.ok()) {
    TellError(form.status().message());
    return 1;
  }
  KnownRandom random;
  logic::Environment environment;
  environment.now = now;
  environment.time_zone = absl::LocalTimeZone();
  environment.language = "en";
  environment.random = &random;
  Session session(form->get(), &environment);
  TellLoaded(**form);
  for (std::string line; std::getline(std::cin, line);) {
    Struct command;
    if (!google::protobuf::util::JsonStringToMessage(line, &command).ok()) {
      TellError("that is no JSON object");
      continue;
    }
    const absl::StatusOr<Struct> answer = session.Do(command);
    if (answer.ok()) {
      Tell(*answer);
    } else {
      TellError(answer.status().message());
    }
  }
  return 0;
}

int Main(int argc, char** argv) {
  absl::Time now = absl::UnixEpoch();
  std::string error;
  const bool timed = argc == 4 && absl::string_view(argv[1]) == "--now";
  if (timed && !absl::ParseTime(absl::RFC3339_full, argv[2], &now, &error)) {
    std::cerr << argv[2] << " is no moment: " << error << "\n";
    return 2;
  }
  if (!timed && argc != 2) {
    std::cerr << "usage: evaluate_form [--now MOMENT] FORM\n";
    return 2;
  }
  return Run(argv[argc - 1], now);
}

}  // namespace
}  // namespace lotse::survey

int main(int argc, char** argv) { return lotse::survey::Main(argc, argv); }
