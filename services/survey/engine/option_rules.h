#pragma once

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/engine/violation_list.h"

// What can be chosen. Source of the limits: instrument.proto.
namespace lotse::survey {

// Most options of one question that has its own, or of which several can be chosen.
inline constexpr int kMaxOptions = 500;
// Most lists of a questionnaire, and options of all lists together.
inline constexpr int kMaxLists = 500;
inline constexpr int kMaxListedOptions = 20'000;
// Most columns of an option.
inline constexpr int kMaxColumns = 64;

// The lists of a questionnaire by their codes.
using ListsByCode = absl::flat_hash_map<absl::string_view, const v1alpha::OptionList*>;

// True if `code` can name an option: 1 to 64 characters (code points) of valid
// UTF-8, none of them white space or a control character.
bool IsOptionCode(absl::string_view code);

// Adds what is wrong with the lists, and hands over those that can be used.
ListsByCode CheckLists(const v1alpha::Instrument& instrument, ViolationList* violations);

// Adds what is wrong with the options of a question, of whatever kind, with paths below `path`:
// its own, or the list it names.
void CheckOptions(const ListsByCode& lists, const v1alpha::Question& question,
                  absl::string_view path, ViolationList* violations);

}  // namespace lotse::survey
