#pragma once

#include <memory>
#include <string>

#include "tests/invariants/dice.h"
#include "tests/invariants/state.h"

namespace lotse::invariants {

// A kind that commands make and change.
struct KindOfThing {
  // `Goal`, and as in requests `goal` and in names `goals`.
  const char* message;
  const char* field;
  const char* collection;
  // The kind below which it lies, or null for an engagement.
  const char* below = nullptr;
  // No more of them are made.
  int most = 6;
};

const std::vector<KindOfThing>& Kinds();
const KindOfThing* KindNamed(const std::string& message);

// Fills a new resource, most of the time so that it may be created.
void Fill(const KindOfThing& kind, const State& state, absl::CivilDay today, Dice* dice,
          Message* resource);
// Changes one field of a resource by itself: clears it, or gives it another value. Returns the
// field.
std::string ChangeField(const State& state, absl::CivilDay today, Dice* dice, Message* resource);

// The names of all resources of a kind below the engagement that are not deleted; now and then
// of the other engagement.
std::vector<std::string> NamesOf(const State& state, const std::string& message, bool foreign);
// The same of what lies below a name.
std::vector<std::string> NamesBelow(const State& state, const std::string& message,
                                    const std::string& parent);
// One of them, empty if there is none.
std::string AnyOf(const State& state, const std::string& message, Dice* dice);

// Text, date and decimal fields of a message by their names, if it has them.
void SetText(const char* field, const std::string& text, Message* message);
void SetString(const char* field, const std::string& value, Message* message);

}  // namespace lotse::invariants
