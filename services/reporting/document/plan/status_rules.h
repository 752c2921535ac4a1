#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/milestone.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "services/reporting/document/format.h"

// clang-format off
// How parts of a plan stand on a day: a signal and a word. What is overdue (domain invariant 17)
// is CRITICAL, and nothing else is; in an engagement that is over nothing is late any more. The
// first line that holds counts.
//
//   what         when                              signal        word (de, en)
//   measure      done, verified, sustained         DONE          abgeschlossen, completed
//                cancelled                         DISCONTINUED  eingestellt, discontinued
//                an idea                           NOT_BEGUN     nicht begonnen, not begun
//                overdue: its last day is past     CRITICAL      überfällig, overdue
//                blocked, on hold, has an open     AT_RISK       verzögert, held up
//                blocker, or not begun and its
//                first day is past
//                in progress                       ON_TRACK      im Plan, on track
//                planned, approved                 NOT_BEGUN     nicht begonnen, not begun
//   goal         achieved                          DONE          erreicht, achieved
//                partly achieved                   PARTLY_DONE   teilweise erreicht,
//                                                                partly achieved
//                not achieved                      DISCONTINUED  nicht erreicht, not achieved
//                withdrawn                         DISCONTINUED  zurückgezogen, withdrawn
//                draft or proposed, and was        NOT_BEGUN     in Überarbeitung, being revised
//                adopted before
//                draft or proposed                 NOT_BEGUN     noch nicht beschlossen,
//                                                                not adopted yet
//                overdue: its day is past          CRITICAL      überfällig, overdue
//                adopted                           ON_TRACK      verfolgt, pursued
//   phase        completed                         DONE          abgeschlossen, completed
//                skipped                           DISCONTINUED  ausgelassen, skipped
//                overdue: its last planned day is  CRITICAL      überfällig, overdue
//                past
//                opened again                      AT_RISK       wieder geöffnet, opened again
//                planned or ready, and its first   AT_RISK       verzögert, held up
//                planned day is past
//                at the gate                       ON_TRACK      am Prüfpunkt, at the gate
//                active                            ON_TRACK      in Arbeit, in progress
//                planned, ready                    NOT_BEGUN     nicht begonnen, not begun
//   milestone    reached                           DONE          erreicht, reached
//                cancelled                         DISCONTINUED  entfallen, dropped
//                overdue: its day is past          CRITICAL      überfällig, overdue
//                open                              NOT_BEGUN     offen, open
//   action item  done                              DONE          erledigt, done
//                handed over                       PARTLY_DONE   übergeben, handed over
//                cancelled                         DISCONTINUED  entfallen, dropped
//                overdue: its day is past          CRITICAL      überfällig, overdue
//                open                              NOT_BEGUN     offen, open
//
// A measure has one word for each signal, so that a chart can count them.
// clang-format on
namespace lotse::reporting {

// Of when a status is.
struct StatusDay {
  // The day, in Europe/Berlin.
  absl::CivilDay day;
  // Whether the engagement is over: closed, archived or cancelled.
  bool engagement_over = false;
};

// Whether an engagement is closed, archived or cancelled.
bool IsOver(const engagement::v1alpha::Engagement& engagement);

// Whether a measure is done or was given up.
bool IsOver(const engagement::v1alpha::Measure& measure);

// The signal of the table above. One of an unknown state has SIGNAL_NOT_BEGUN.
v1alpha::Status::Signal SignalOf(const engagement::v1alpha::Measure& measure, const StatusDay& on);
v1alpha::Status::Signal SignalOf(const engagement::v1alpha::Goal& goal, const StatusDay& on);
v1alpha::Status::Signal SignalOf(const engagement::v1alpha::Phase& phase, const StatusDay& on);
v1alpha::Status::Signal SignalOf(const engagement::v1alpha::Milestone& milestone,
                                 const StatusDay& on);
v1alpha::Status::Signal SignalOf(const engagement::v1alpha::ActionItem& item, const StatusDay& on);

// The signal and its word.
v1alpha::Status StatusOf(const engagement::v1alpha::Measure& measure, const StatusDay& on,
                         Language language);
v1alpha::Status StatusOf(const engagement::v1alpha::Goal& goal, const StatusDay& on,
                         Language language);
v1alpha::Status StatusOf(const engagement::v1alpha::Phase& phase, const StatusDay& on,
                         Language language);
v1alpha::Status StatusOf(const engagement::v1alpha::Milestone& milestone, const StatusDay& on,
                         Language language);
v1alpha::Status StatusOf(const engagement::v1alpha::ActionItem& item, const StatusDay& on,
                         Language language);

// Whether a measure is overdue: planned or under way, and its last day is past.
bool IsOverdue(const engagement::v1alpha::Measure& measure, const StatusDay& on);

// Whether a measure is planned or approved, and its first day is past.
bool BeginsLate(const engagement::v1alpha::Measure& measure, const StatusDay& on);

// What holds a measure up on the day: blockers that have begun and not ended, in their order.
std::vector<const engagement::v1alpha::Blocker*> OpenBlockers(
    const engagement::v1alpha::Measure& measure, const StatusDay& on);

}  // namespace lotse::reporting
