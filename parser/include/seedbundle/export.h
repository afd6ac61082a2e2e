/* seedbundle/export.h - which declarations are the library's interface.
 *
 * A function marked SB_API is exported; everything else in the library is
 * hidden.  Define SB_STATIC when you link the static library on Windows. */
#ifndef SEEDBUNDLE_EXPORT_H
#define SEEDBUNDLE_EXPORT_H

#if defined(_WIN32) && !defined(SB_STATIC)
#ifdef SB_BUILDING
#define SB_API __declspec(dllexport)
#else
#define SB_API __declspec(dllimport)
#endif
#elif defined(__GNUC__) || defined(__clang__)
#define SB_API __attribute__((visibility("default")))
#else
#define SB_API
#endif

#endif
